import { existsSync, readFileSync } from "node:fs";

/** A file that the build makes is not there: it was never built, or what was built is not whole. */
export class NotBuilt extends Error {
  constructor(path: string) {
    super(`${path}: the build has not made this file: run 'npm run build'`);
    this.name = "NotBuilt";
  }
}

/** The path of a file that the build makes, for what reads it by itself. @throws NotBuilt */
export function builtFile(path: string): string {
  if (!existsSync(path)) throw new NotBuilt(path);
  return path;
}

/** A file that the build makes. @throws NotBuilt @throws Error of the file system */
export function readBuilt(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new NotBuilt(path) : error;
  }
}
