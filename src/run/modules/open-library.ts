import type { ModuleInstance } from "../../kinds/module-instance.js";
import type { Opening } from "../../kinds/open-library.js";
import { exitAtOnce } from "../../runtimes/native/exit-at-once.js";
import { openNativeLibrary } from "../../runtimes/native/open-native-library.js";
import { openScriptLibrary, type ScriptLibraryOptions } from "../../runtimes/script-library.js";
import type { LocatedLibrary } from "./located-library.js";

/** What the instances of a library's modules can reach of the world, and use of it. */
export type LibraryWorld = Required<ScriptLibraryOptions>;

/** Opens a library by what it is (contract, section 5). To be called in a process of its own: foreign code runs from here on. */
export async function openLibrary(
  { path, host }: LocatedLibrary,
  world: LibraryWorld,
): Promise<Opening<ModuleInstance>> {
  if (host !== "native") return openScriptLibrary(path, world);
  await exitAtOnce();
  return openNativeLibrary(path, world);
}
