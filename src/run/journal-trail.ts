import { ftruncateSync } from "node:fs";
import { writeAll } from "../base/atomic-file.js";

/** A longer trail is given up, unless its run is recorded anyway: it would fill the disk for a failure that may never come. */
export const MOST_TRAIL_BYTES = 256 * 1024 ** 2;

/**
 * The journal of a run while it goes on, in a file that outlives its process: what is left when the allocator takes the
 * process with it. A trail that cannot be written, or is too long, is empty from then on; the run goes on without.
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
      // No room: the run does not need the trail.
      this.#giveUp();
    }
  }

  #giveUp(): void {
    this.#bytesLeft = -1;
    ftruncateSync(this.#fd);
  }
}
