import type { GuestOutput } from "../guest-output.js";

/** What Python writes first when its virtual machine breaks, before the lines of its stack. */
const LAST_WORDS = "Stack (most recent call first):";

/** Makes lines of what Python writes, and keeps apart what it writes when it breaks. */
export class PythonOutput {
  readonly #output: GuestOutput;
  readonly #shown: (line: string) => string;
  readonly #decoder = new TextDecoder();
  #partial = "";
  #held: string[] = [];

  /** @param shown makes the line as people shall read it */
  constructor(output: GuestOutput, shown: (line: string) => string) {
    this.#output = output;
    this.#shown = shown;
  }

  /** @returns how many of the bytes it took: all */
  write(bytes: Uint8Array): number {
    const lines = (this.#partial + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#partial = lines.pop() as string;
    for (const line of lines) this.#take(line);
    // What is over the limit is not kept.
    if (this.#partial.length > this.#output.bytesLeft) this.#take(this.#cut());
    return bytes.length;
  }

  /** After a call that came to an end: what looked like last words was printed by the script. */
  endCall(): void {
    for (const line of this.#held) this.#output.print(this.#shown(line));
    this.#held = [];
  }

  /** After a call that broke the virtual machine: the lines of its stack, innermost last, as in a traceback. */
  lastWords(): string[] {
    return this.#held
      .slice(1)
      .map((line) => line.replace(/ in (.*)$/, ", in $1"))
      .reverse();
  }

  #take(line: string): void {
    if (this.#held.length > 0 || line === LAST_WORDS) this.#held.push(line);
    else this.#output.print(this.#shown(line));
  }

  #cut(): string {
    const text = this.#partial;
    this.#partial = "";
    return text;
  }
}
