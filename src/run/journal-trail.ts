import { fstatSync, readSync, writeSync } from "node:fs";
import { writeAll } from "../base/atomic-file.js";

/** A longer trail is given up, unless its run is recorded anyway: it would fill the disk for a failure that may never come. */
export const MOST_TRAIL_BYTES = 256 * 1024 ** 2;

/** In place of a trail's first byte, for which the disk has room at any time: the trail is not complete. */
const GIVEN_UP = 0;

/**
 * The journal of a run while it goes on, in a file that outlives its process: what is left when the allocator takes the
 * process with it. A trail that becomes too long, or for which the disk has no room, is given up; the run goes on without.
 */
export class JournalTrail {
  readonly #fd: number;
  #bytesLeft: number;

  /** @param mostBytes null: no limit */
  constructor(fd: number, mostBytes: number | null) {
    this.#fd = fd;
    this.#bytesLeft = mostBytes ?? Number.POSITIVE_INFINITY;
  }

  write(text: string): void {
    if (this.#bytesLeft < 0) return;
    const bytes = Buffer.from(text);
    this.#bytesLeft -= bytes.length;
    if (this.#bytesLeft < 0) this.#giveUp();
    else this.#append(bytes);
  }

  #append(bytes: Uint8Array): void {
    try {
      writeAll(this.#fd, bytes);
    } catch {
      this.#giveUp();
    }
  }

  #giveUp(): void {
    this.#bytesLeft = -1;
    if (fstatSync(this.#fd).size > 0) writeSync(this.#fd, Uint8Array.of(GIVEN_UP), 0, 1, 0);
  }
}

/** Whether a trail was given up, or not even begun. */
export function isGivenUp(fd: number): boolean {
  const first = new Uint8Array(1);
  return readSync(fd, first, 0, 1, 0) === 0 || first[0] === GIVEN_UP;
}
