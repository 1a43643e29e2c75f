import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

const MOST_LINES = 200;
const LONGEST_LINE = 2000;

/** With this line V8 begins, once it has no memory left, to tell its own developers about it. */
const LAST_WORDS = "<--- Last few GCs --->";

/**
 * Passes on what a child process prints, line by line, and keeps the last line. Output beyond 200 lines is only counted, and
 * a line's end beyond 2000 characters is dropped: whatever a process prints, little of it stays here.
 */
export class OutputLines {
  lastLine = "";
  /** Whether the process ended because its JavaScript heap was full. */
  heapIsFull = false;
  readonly #print: (line: string) => void;
  readonly #arrived: (bytes: number) => void;
  #lines = 0;
  #partial = "";

  /** @param arrived told about every piece of output as it comes in, shown or not */
  constructor(stream: Readable, print: (line: string) => void, arrived: (bytes: number) => void = () => undefined) {
    this.#print = print;
    this.#arrived = arrived;
    const decoder = new StringDecoder("utf8");
    stream.on("data", (chunk: Buffer) => {
      this.#arrived(chunk.length);
      this.#take(decoder.write(chunk));
    });
    stream.on("end", () => this.#end());
  }

  #take(chunk: string): void {
    const lines = (this.#partial + chunk).split("\n");
    this.#partial = (lines.pop() as string).slice(0, LONGEST_LINE);
    for (const line of lines) this.#line(line);
  }

  #end(): void {
    if (this.#partial !== "") this.#line(this.#partial);
    if (this.#lines > MOST_LINES) this.#print(`... ${this.#lines - MOST_LINES} more lines are not shown`);
  }

  #line(line: string): void {
    if (line === LAST_WORDS) this.heapIsFull = true;
    if (this.heapIsFull || line.trim() === "") return;
    this.lastLine = line.trim();
    this.#lines++;
    if (this.#lines <= MOST_LINES) this.#print(line.slice(0, LONGEST_LINE));
  }
}
