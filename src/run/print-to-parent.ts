import { writeSync } from "node:fs";

const STDOUT_FD = 1;

/**
 * Prints a line of foreign code, in its own process. The parent says whose line it is. It is written at once: a run does
 * not come back to the event loop before it ends, and what waits for that would be lost with a process that is killed.
 */
export function printToParent(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let at = 0; at < bytes.length; ) at += written(bytes, at);
}

/** The pipe is full for as long as the parent is busy. Where it is not the kind that waits for room, this waits. */
function written(bytes: Buffer, at: number): number {
  try {
    return writeSync(STDOUT_FD, bytes, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}
