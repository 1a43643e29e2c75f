import { ftruncateSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { OUTPUT_MARK, OUTPUT_TEXT } from "./output-marks.js";
import { decodeMoment, type Print, type PrintMoment } from "./print-moment.js";

/** Of a process's lines so many are shown as they come; then only the last ones are, and the others are counted. */
const MOST_FIRST = 1000;
const MOST_LAST = 20;
const LONGEST_LINE = 2000;

const PIECE = 64 * 1024;
const MOST_PIECES = 256;

/** What has been read of a longer file is taken away: a run may print more than the disk holds. */
const BYTES_KEPT = 16 * 1024 ** 2;

/** With this line V8 begins, once it has no memory left, to tell its own developers about it. */
const LAST_WORDS = "<--- Last few GCs --->";

/**
 * Passes on, line by line, what a child process writes into the file that is its stdout and stderr. What the host in it wrote
 * (`print-to-parent.ts`) says when that was; what native code printed past it waits for the mark that tells. Whatever a
 * process prints, little of it stays here.
 */
export class OutputLines {
  /** What was printed last past the host, if that was after the last mark: in the call in which the process is. */
  lastWords = "";
  /** Whether the process ended because its JavaScript heap was full. */
  heapIsFull = false;
  /** How much was printed past the host since the last mark. */
  bytesInCall = 0;
  readonly #fd: number;
  readonly #print: Print;
  readonly #piece = Buffer.alloc(PIECE);
  readonly #decoder = new StringDecoder("utf8");
  #offset = 0;
  #partial = "";
  #waiting: string[] = [];
  #omittedWaiting = 0;
  #lines = 0;
  #omitted = 0;
  #last: (readonly [line: string, moment: PrintMoment])[] = [];

  /** @param fd written at its end, wherever that is, by all that write into it */
  constructor(fd: number, print: Print) {
    this.#fd = fd;
    this.#print = print;
  }

  /** Takes what is new in the file, or as much of it as shall be taken at once. @returns whether that was all */
  read(): boolean {
    for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
      const length = readSync(this.#fd, this.#piece, 0, PIECE, this.#offset);
      if (length === 0) return this.#haveRead();
      this.#offset += length;
      this.#take(this.#decoder.write(this.#piece.subarray(0, length)));
    }
    return false;
  }

  /** Tells when the lines were printed that wait for that. */
  settle(moment: PrintMoment): void {
    for (const [i, line] of this.#waiting.entries()) {
      if (i === MOST_FIRST) this.#omit(this.#omittedWaiting);
      this.#show(line, moment);
    }
    this.#waiting = [];
    this.#omittedWaiting = 0;
  }

  /** To be called when the process has ended. */
  end(moment: PrintMoment): void {
    while (!this.read());
    this.#line(this.#partial + this.#decoder.end());
    this.settle(moment);
    if (this.#omitted > 0) this.#print(`... ${this.#omitted} more lines are not shown`, moment);
    for (const [line, when] of this.#last) this.#print(line, when);
  }

  #haveRead(): true {
    if (this.#offset < BYTES_KEPT) return true;
    ftruncateSync(this.#fd);
    this.#offset = 0;
    return true;
  }

  #take(text: string): void {
    const lines = (this.#partial + text).split("\n");
    this.#partial = (lines.pop() as string).slice(0, LONGEST_LINE);
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line.startsWith(OUTPUT_MARK)) this.#marked(line.slice(OUTPUT_MARK.length));
    else this.#unmarked(line);
  }

  #marked(line: string): void {
    const [when, ...texts] = line.split(OUTPUT_TEXT);
    const moment = decodeMoment(when as string);
    if (moment === undefined) return;
    this.settle(moment);
    this.bytesInCall = 0;
    this.lastWords = "";
    const text = texts.join(OUTPUT_TEXT);
    if (text.trim() !== "") this.#show(text, moment);
  }

  #unmarked(line: string): void {
    this.bytesInCall += Buffer.byteLength(line) + 1;
    if (line === LAST_WORDS) this.heapIsFull = true;
    if (this.heapIsFull || line.trim() === "") return;
    this.lastWords = line.trim();
    this.#waiting.push(line);
    if (this.#waiting.length <= MOST_FIRST + MOST_LAST) return;
    this.#waiting.splice(MOST_FIRST, 1);
    this.#omittedWaiting++;
  }

  #omit(count: number): void {
    this.#lines += count;
    this.#omitted += count;
  }

  #show(line: string, moment: PrintMoment): void {
    const shown = line.slice(0, LONGEST_LINE);
    if (this.#lines++ < MOST_FIRST) {
      this.#print(shown, moment);
      return;
    }
    this.#last.push([shown, moment]);
    if (this.#last.length <= MOST_LAST) return;
    this.#last.shift();
    this.#omitted++;
  }
}
