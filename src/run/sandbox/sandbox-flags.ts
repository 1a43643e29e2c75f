import { sep } from "node:path";
import { packageFile } from "../../base/package-files.js";
import { NO_CODE_FROM_STRINGS } from "../engine-flags.js";
import { areDependenciesLinked, dependencyFolders } from "./dependency-folders.js";

/**
 * Flags for a process that hosts scripts: Node's permission model, without files to write, programs to start, threads,
 * native libraries and a debugger; and no code from strings, which is what most ways out of a virtual machine come to.
 * (The permission model of Node 20 leaves the network open: see `enterSandbox` and `networkNamespace`.)
 *
 * @param readable files and folders that may be read beside the program itself
 */
export function sandboxFlags(readable: readonly string[]): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const permission = known.has("--permission") ? "--permission" : "--experimental-permission";
  const own = ["dist", "src", "package.json"].map((name) => packageFile(name));
  const files = outermost([...own, ...dependencyFolders(), ...readable]);
  const links = areDependenciesLinked() ? ["--preserve-symlinks"] : [];
  return [permission, NO_CODE_FROM_STRINGS, ...links, ...files.map((file) => `--allow-fs-read=${file}`)];
}

/** Without what lies in another of them: Node 20 forgets that it may list a folder when a file in it is allowed, too. */
function outermost(files: readonly string[]): string[] {
  const isBelow = (file: string, folder: string) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  return [...new Set(files)].filter((file) => !files.some((other) => other !== file && isBelow(file, other)));
}
