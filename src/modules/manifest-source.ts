import { statSync } from "node:fs";
import { join } from "node:path";

/** Where the text of a manifest comes from. */
export type ManifestSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "inline"; readonly text: string };

const FILE_URL = "file://";

/**
 * What a value of `--modules` means: `file://` and a path (M1: the rest as it is, nothing is decoded), a path, or the JSON
 * itself (M3). A path is what begins with a slash (M2), ends in `.json` or names something that exists: the last two
 * are the workbench's own, so that `--modules=modules.json` works, and neither can be JSON.
 *
 * M4 is left out on purpose: in Mesos a file whose *content* begins with a slash is taken for a path once more, by an
 * accident of its flag parser. Here such a file is what it looks like, invalid JSON.
 *
 * @param folder what relative paths start from
 */
export function manifestSource(value: string, folder = "."): ManifestSource {
  if (value.startsWith(FILE_URL)) return { kind: "file", path: value.slice(FILE_URL.length) };
  if (value.startsWith("/") || value.endsWith(".json") || exists(join(folder, value))) {
    return { kind: "file", path: value };
  }
  return { kind: "inline", text: value };
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // No path at all: longer than one may be, or with a NUL byte in it.
  }
}
