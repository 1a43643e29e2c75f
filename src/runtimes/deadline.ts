import { wallMs } from "../base/stopwatch.js";

/** The time limit of one call into a guest. */
export class Deadline {
  readonly limitMs: number | null;
  #end = Number.POSITIVE_INFINITY;

  constructor(limitMs: number | null) {
    this.limitMs = limitMs;
  }

  start(): void {
    if (this.limitMs !== null) this.#end = wallMs() + this.limitMs;
  }

  stop(): void {
    this.#end = Number.POSITIVE_INFINITY;
  }

  isOver(): boolean {
    return wallMs() > this.#end;
  }

  get text(): string {
    return `no answer within ${this.limitMs} ms`;
  }
}
