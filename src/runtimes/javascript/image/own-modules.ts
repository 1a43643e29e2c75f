import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { packageFile } from "../../../base/package-files.js";

/** What stands between a script and its host: compiled files of this package. No script's name begins so. */
const OWN = "workbench:/";

/** Where the build has joined them into a few. */
const FOLDER = packageFile("dist", "guest");

/** What a script imports as `workbench`. */
export const SDK = `${OWN}sdk/workbench.js`;

const ENTRY = `${OWN}runtimes/javascript/guest/entry.js`;

/** A module of this package, as text. */
export interface OwnModule {
  readonly name: string;
  readonly code: string;
}

/** Reads all that there is: the SDK, and the guest's entry, which shares its modules. */
export const READ_ALL: OwnModule = { name: `${OWN}image.js`, code: `import "${SDK}"; import "${ENTRY}";` };

/** Its namespace is that of the guest's entry, which has been read. */
export const FIND_ENTRY: OwnModule = { name: `${OWN}start.js`, code: `export * from "${ENTRY}";` };

/** The name of what a module of this package imports. Null when the importer is none. */
export function resolveOwn(importer: string, request: string): string | null {
  if (!importer.startsWith(OWN)) return null;
  return request.startsWith(OWN) ? request : posix.join(posix.dirname(importer), request);
}

/** The text of a module of this package. Only the build has a use for it. @throws Error of the file system */
export function readOwn(name: string): string {
  return readFileSync(`${FOLDER}/${name.slice(OWN.length)}`, "utf8");
}
