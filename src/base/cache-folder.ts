import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { makeFolders } from "./make-folders.js";

/**
 * A folder for what can be made again, in the user's cache folder; made if need be.
 *
 * @param kind of things that are kept in it
 * @throws Error of the file system when it cannot be written
 */
export function cacheFolder(kind: string): string {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "allocator-workbench", kind);
  makeFolders(folder);
  accessSync(folder, constants.W_OK);
  return folder;
}
