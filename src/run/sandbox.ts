import { constants as fsConstants } from "node:fs";
import { createRequire } from "node:module";
import { constants as osConstants } from "node:os";
import { packageFile } from "../base/package-files.js";

/**
 * Flags for a process that hosts scripts: Node's permission model. The virtual machines keep scripts from the host by
 * themselves; should one find a way out, it can still read no other files, write none and start no program. (The network
 * stays open: the permission model of Node 20 does not cover it.)
 *
 * @param folders what scripts are read from, beside the program itself
 */
export function sandboxFlags(folders: readonly string[]): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const permission = known.has("--permission") ? "--permission" : "--experimental-permission";
  const readable = [packageFile("."), ...dependencyFolders(), ...folders];
  // The second thread that looks after the parent is a worker.
  return [permission, "--allow-worker", ...readable.map((folder) => `--allow-fs-read=${folder}`)];
}

/** Every node_modules from which the program's own dependencies may be loaded. */
function dependencyFolders(): string[] {
  return createRequire(packageFile("package.json")).resolve.paths("any") ?? [];
}

/**
 * To be called in such a process: libraries that two virtual machines load call `process.binding`, which the permission
 * model refuses because it could give away more. They get the constants that they need, and nothing else.
 */
export function mendSandbox(): void {
  if (process.permission === undefined) return;
  const constants = { fs: fsConstants, os: osConstants };
  Object.assign(process, { binding: (name: string) => (name === "constants" ? constants : {}) });
}
