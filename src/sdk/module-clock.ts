import type { AskedTimer } from "./module-border.js";

const MICROS_PER_SECOND = 1_000_000;

/** Virtual time, as the host tells it with each request. */
export class ModuleClock {
  /** Microseconds. */
  now = 0;
  readonly #actions = new Map<number, () => void>();
  #lastId = 0;
  #asked: AskedTimer[] = [];

  get seconds(): number {
    return this.now / MICROS_PER_SECOND;
  }

  after(instance: number, seconds: number, action: () => void): void {
    if (typeof seconds !== "number" || !(seconds >= 0) || seconds === Number.POSITIVE_INFINITY) {
      throw new TypeError(`after: ${String(seconds)} is no number of seconds`);
    }
    if (typeof action !== "function") throw new TypeError("after: the second argument is a function");
    const id = ++this.#lastId;
    this.#actions.set(id, action);
    this.#asked.push({ instance, id, after: Math.floor(seconds * MICROS_PER_SECOND + 0.5) });
  }

  /** Runs what waited for a timer. */
  ended(id: number): void {
    const action = this.#actions.get(id);
    this.#actions.delete(id);
    action?.();
  }

  /** What was asked for since the last look. */
  takeAsked(): readonly AskedTimer[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }
}
