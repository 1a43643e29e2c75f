import { type Language, languageOf } from "../allocator/language.js";
import type { LibraryName } from "./manifest.js";

/** What is to be opened, and how. */
export interface ResolvedLibrary {
  /**
   * The library as its opener takes it, and the key under which it is opened once: the string, not the file behind it, so
   * `libfoo.so` and `/path/libfoo.so` are two libraries even if they are one file (M20, M21).
   */
  readonly library: string;
  /** `path`: as it stands, relative to the current directory. `search`: on the search path, never in the current directory (M18, D5). */
  readonly opening: "path" | "search";
  readonly host: Language;
}

export type Platform = "linux" | "darwin" | "win32";

const DRESS: Readonly<Record<Platform, readonly [prefix: string, suffix: string]>> = {
  linux: ["lib", ".so"],
  darwin: ["lib", ".dylib"],
  win32: ["", ".dll"],
};

/** A platform that is none of the three dresses its libraries as Linux does. */
export function platformOf(platform: string): Platform {
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}

/** A file is taken as it is (M15), a bare name is dressed up for the platform (M16). */
export function resolveLibrary(name: LibraryName, platform: Platform): ResolvedLibrary {
  const [prefix, suffix] = DRESS[platform];
  const library = "file" in name ? name.file : `${prefix}${name.name}${suffix}`;
  return { library, opening: library.includes("/") ? "path" : "search", host: hostOf(library) };
}

/** A script by its extension. All else goes to the system's loader, which knows what is a library: `libfoo.so.1` is one. */
function hostOf(library: string): Language {
  return languageOf(library) ?? "native";
}
