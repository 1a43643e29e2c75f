import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

let written = 0;

/** A name beside `path` under which it is written until it is complete; unlike any other that is in use. */
export function temporaryName(path: string): string {
  return `${path}.tmp-${process.pid}-${written++}`;
}

/** A file on its way: it has a temporary name, and takes its place only when it is complete. */
export class UnfinishedFile {
  readonly fd: number;
  readonly #path: string;
  readonly #temporary: string;

  /** @throws Error of the file system */
  constructor(path: string) {
    this.#path = path;
    this.#temporary = temporaryName(path);
    this.fd = openSync(this.#temporary, "wx");
  }

  /** Puts the file in its place, over what may be there. */
  commit(): void {
    closeSync(this.fd);
    renameSync(this.#temporary, this.#path);
  }

  /** Leaves no trace. */
  discard(): void {
    closeSync(this.fd);
    rmSync(this.#temporary, { force: true });
  }
}

/** Writes a file so that nobody ever sees half of it. @throws Error of the file system */
export function writeWhole(path: string, text: string): void {
  const file = new UnfinishedFile(path);
  try {
    writeAll(file.fd, Buffer.from(text));
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** One call may write less than it is given. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
