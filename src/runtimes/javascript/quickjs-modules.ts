import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { packageFile } from "../../base/package-files.js";

/** The SDK is TypeScript of this package; scripts get it compiled. */
const SDK_FOLDER = packageFile("dist", "src", "sdk");
const SDK_PREFIX = "workbench/";
const SDK_MAIN = `${SDK_PREFIX}script-guest.js`;

/**
 * The name of an imported module: `workbench` is the SDK, `./file.js` a file in the script's own folder or below it.
 * @throws Error when a module asks for anything else
 */
export function resolveModule(importer: string, request: string, scriptFolder: string): string {
  if (request === "workbench") return SDK_MAIN;
  if (!request.startsWith("./") && !request.startsWith("../")) {
    throw new Error(`${importer}: cannot import '${request}': only 'workbench' and files beside the script`);
  }
  const resolved = posix.join(posix.dirname(importer), request);
  if (importer.startsWith(SDK_PREFIX)) return resolved;
  const fromFolder = posix.relative(scriptFolder, resolved);
  if (fromFolder === ".." || fromFolder.startsWith("../")) {
    throw new Error(`${importer}: cannot import '${request}': it is outside of the script's folder`);
  }
  return resolved;
}

/** @throws Error when the file cannot be read */
export function readModule(name: string): string {
  const file = name.startsWith(SDK_PREFIX) ? `${SDK_FOLDER}/${name.slice(SDK_PREFIX.length)}` : name;
  return readFileSync(file, "utf8");
}
