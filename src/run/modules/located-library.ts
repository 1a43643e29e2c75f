import { statSync } from "node:fs";
import type { Language } from "../../allocator/language.js";
import type { Unopenable } from "../../kinds/open-library.js";
import { locateScript, searchFolders, searchVariable } from "../../modules/library-search.js";
import type { Platform, ResolvedLibrary } from "../../modules/resolved-library.js";

/** A library and where to find it. Plain data, so that it can be handed to another process. */
export interface LocatedLibrary {
  /** The library's key: the string by which manifests and messages call it (M20). */
  readonly library: string;
  readonly host: Language;
  /** What is opened: a script's file; of a native library what the system's loader takes, which may search for it (M18). */
  readonly path: string;
}

/** Finds a script as the system's loader finds a native library, and leaves native ones to that loader. */
export function locateLibrary(resolved: ResolvedLibrary, platform: Platform): LocatedLibrary | Unopenable {
  const { library, host, opening } = resolved;
  if (host === "native") return { library, host, path: library };
  const path = locateScript(resolved, searchFolders(platform, process.env), isFile);
  if (path !== undefined && isFile(path)) return { library, host, path };
  const where = opening === "path" ? "" : ` in the folders of ${searchVariable(platform) ?? "a search path"}`;
  return { kind: "refused", message: `there is no such file${where}` };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
