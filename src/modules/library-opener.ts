import type { Awaitable, Opening } from "../kinds/open-library.js";
import type { ResolvedLibrary } from "./resolved-library.js";

/**
 * How libraries are opened: the port to native code and virtual machines, in this process or another one. Opening is eager
 * (all symbols are resolved, M19), and there is no closing: code of a library may be referred to until the process ends (M22).
 */
export interface LibraryOpener<Instance> {
  open(library: ResolvedLibrary): Awaitable<Opening<Instance>>;
}
