import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../base/package-files.js";

/** The files of Python in this package, by their paths in it: `host.py`, and the SDK that scripts import. */
export function pythonTexts(): Record<string, string> {
  return textsIn(packageFile("src", "runtimes", "python"), ".py");
}

/** The texts of all files with that ending in a folder and below it, in one fixed order. */
export function textsIn(folder: string, ending: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
