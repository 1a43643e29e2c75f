import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { BadInput } from "../base/bad-input.js";

const GZIP_MAGIC = [0x1f, 0x8b];
const NEWLINE = 0x0a;

/**
 * The bytes of a journal, unpacked, and their lines. Lines are cut out as they are asked for: a journal may be long.
 */
export class JournalText {
  readonly #bytes: Buffer;

  /** @throws BadInput when the file cannot be read or unpacked */
  constructor(file: string) {
    this.#bytes = readBytes(file);
  }

  /** Whether the last line has its line end; one without may have been cut. */
  get isComplete(): boolean {
    return this.#bytes.length === 0 || this.#bytes[this.#bytes.length - 1] === NEWLINE;
  }

  *lines(): Generator<string> {
    let from = 0;
    while (from < this.#bytes.length) {
      const newline = this.#bytes.indexOf(NEWLINE, from);
      const to = newline < 0 ? this.#bytes.length : newline;
      yield this.#bytes.toString("utf8", from, to);
      from = to + 1;
    }
  }
}

function readBytes(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    const isPacked = bytes[0] === GZIP_MAGIC[0] && bytes[1] === GZIP_MAGIC[1];
    return isPacked ? gunzipSync(bytes) : bytes;
  } catch (error) {
    const rule = `the journal cannot be read (${(error as Error).message})`;
    throw new BadInput([{ place: file, rule, nextStep: "give the path of a .jsonl or .jsonl.gz file" }]);
  }
}
