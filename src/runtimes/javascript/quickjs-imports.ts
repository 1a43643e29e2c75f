import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { packageFile } from "../../base/package-files.js";

/** The SDK is TypeScript of this package; scripts get it compiled. */
const SDK_FOLDER = packageFile("dist", "src", "sdk");
/** No path of a script begins so. */
const SDK_PREFIX = "workbench:/";
const SDK_MAIN = `${SDK_PREFIX}workbench.js`;

/** The file of code that stands among the SDK's own. */
export const ENTRY_FILE = `${SDK_PREFIX}entry.js`;

export function isSdkFile(name: string): boolean {
  return name.startsWith(SDK_PREFIX);
}

/**
 * The name of an imported module: `workbench` is the SDK, `./file.js` a file in the script's own folder or below it.
 * @throws Error when a module asks for anything else
 */
export function resolveImport(importer: string, request: string, scriptFolder: string): string {
  if (request === "workbench") return SDK_MAIN;
  if (!request.startsWith("./") && !request.startsWith("../")) {
    throw new Error(`${importer}: cannot import '${request}': only 'workbench' and files beside the script`);
  }
  const resolved = posix.join(posix.dirname(importer), request);
  if (isSdkFile(importer)) return resolved;
  const fromFolder = posix.relative(scriptFolder, resolved);
  if (fromFolder === ".." || fromFolder.startsWith("../")) {
    throw new Error(`${importer}: cannot import '${request}': it is outside of the script's folder`);
  }
  return resolved;
}

/** @throws Error when the file cannot be read */
export function readImport(name: string): string {
  const file = isSdkFile(name) ? `${SDK_FOLDER}/${name.slice(SDK_PREFIX.length)}` : name;
  return readFileSync(file, "utf8");
}
