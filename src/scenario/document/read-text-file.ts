import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import { BadInput } from "../../base/bad-input.js";

export interface TextFileKind {
  /** What the file should be, e.g. `a scenario file`. */
  readonly what: string;
  /** What to do when it is not there. */
  readonly whenMissing: string;
  readonly maxBytes: number;
  /** How the limit is raised. */
  readonly whenTooLarge: string;
}

/**
 * Reads a UTF-8 text file whole.
 *
 * @param path as the user gave it; it is the place of every complaint
 * @throws BadInput when it is missing, a directory, unreadable, empty, too large or not text
 */
export function readTextFile(path: string, kind: TextFileKind): string {
  const refuse = (rule: string, nextStep: string, value?: string) =>
    new BadInput([{ place: path, rule, nextStep, ...(value === undefined ? {} : { value }) }]);
  const stats = inspect(path, kind, refuse);
  if (stats.isDirectory()) throw refuse(`is a directory, not ${kind.what}`, "name a file in it");
  if (!stats.isFile()) throw refuse(`is not a regular file, so not ${kind.what}`, "name a file");
  if (stats.size > kind.maxBytes) {
    throw refuse(`${kind.what} has at most ${kind.maxBytes} bytes`, kind.whenTooLarge, `${stats.size} bytes`);
  }
  const bytes = read(path, refuse);
  if (bytes.length === 0) throw refuse("the file is empty", `write ${kind.what} into it, or name another`);
  return decode(bytes, kind, refuse);
}

type Refuse = (rule: string, nextStep: string, value?: string) => BadInput;

function inspect(path: string, kind: TextFileKind, refuse: Refuse): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" && isDanglingLink(path)) {
      throw refuse("is a symbolic link that leads nowhere", kind.whenMissing);
    }
    if (code === "ENOENT" || code === "ENOTDIR") throw refuse("there is no such file", kind.whenMissing);
    throw refuse(`cannot be read (${code})`, "check its path and permissions");
  }
}

function isDanglingLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function read(path: string, refuse: Refuse): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refuse(`cannot be read (${(error as NodeJS.ErrnoException).code})`, "check its permissions");
  }
}

function decode(bytes: Buffer, kind: TextFileKind, refuse: Refuse): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw refuse(`${kind.what} is text, and this file is binary (a NUL byte at ${nul})`, "name another file");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse(
      `${kind.what} is UTF-8 text, and this file is not valid UTF-8`,
      "save it as UTF-8, or name another file",
    );
  }
}
