import picocolors from "picocolors";
import type { Colors } from "picocolors/types.js";
import { oneLine } from "../base/one-line.js";

const NARROWEST = 40;
const WITHOUT_TERMINAL = 100;

/** Where a command writes: results to stdout, all else to stderr. */
export class Console {
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  readonly #environment: NodeJS.ProcessEnv;
  /** Set while progress bars stand at the bottom of the terminal: lines must go above them. */
  #above: ((line: string) => void) | null = null;

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, environment: NodeJS.ProcessEnv) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#environment = environment;
  }

  get stderr(): NodeJS.WriteStream {
    return this.#stderr;
  }

  /** Columns to write a result for. */
  get width(): number {
    return this.#stdout.isTTY ? Math.max(NARROWEST, this.#stdout.columns) : WITHOUT_TERMINAL;
  }

  /** Only on a terminal, and not where the user said no (no-color.org). */
  get colors(): Colors {
    const wanted = this.#stdout.isTTY === true && !this.#environment.NO_COLOR && this.#environment.TERM !== "dumb";
    return picocolors.createColors(wanted);
  }

  get showsProgress(): boolean {
    return this.#stderr.isTTY && this.#environment.TERM !== "dumb";
  }

  result(text: string): void {
    this.#stdout.write(text);
  }

  /** One line on stderr. */
  note(line: string): void {
    const printed = `${oneLine(line)}\n`;
    if (this.#above === null) this.#stderr.write(printed);
    else this.#above(printed);
  }

  /** Several lines on stderr as they are: a stack. */
  details(text: string): void {
    this.#stderr.write(`${text}\n`);
  }

  writeNotesAbove(above: ((line: string) => void) | null): void {
    this.#above = above;
  }
}
