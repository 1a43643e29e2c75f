import { join } from "node:path";
import type { Platform, ResolvedLibrary } from "./resolved-library.js";

const SEARCH_VARIABLES: Readonly<Record<Platform, string | null>> = {
  linux: "LD_LIBRARY_PATH",
  darwin: "DYLD_LIBRARY_PATH",
  win32: null,
};

/** The variable in which the user tells the loader where to look; null on Windows, which has none (M18). */
export function searchVariable(platform: Platform): string | null {
  return SEARCH_VARIABLES[platform];
}

/** The folders of the search variable in order; an empty entry is the current directory, as the loader reads it. */
export function searchFolders(
  platform: Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const variable = searchVariable(platform);
  const value = variable === null ? undefined : environment[variable];
  if (value === undefined || value === "") return [];
  return value.split(platform === "linux" ? /[:;]/ : ":").map((folder) => (folder === "" ? "." : folder));
}

/**
 * Where a script is. The system's loader finds native libraries itself; a script follows the same rule (M18), less the
 * system's own folders, in which no scripts lie.
 *
 * @returns undefined when it is not in any of the folders
 */
export function locateScript(
  { library, opening }: ResolvedLibrary,
  folders: readonly string[],
  isFile: (path: string) => boolean,
): string | undefined {
  if (opening === "path") return library;
  return folders.map((folder) => join(folder, library)).find(isFile);
}
