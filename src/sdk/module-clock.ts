import type { AskedTimer } from "./module-border.js";

const MICROS_PER_SECOND = 1_000_000;

/** Virtual time, as the host tells it with each request. */
export class ModuleClock {
  /** Microseconds. */
  now = 0;
  readonly #actions = new Map<number, { readonly instance: number; readonly action: () => void }>();
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
    this.#actions.set(id, { instance, action });
    this.#asked.push({ instance, id, after: Math.floor(seconds * MICROS_PER_SECOND + 0.5) });
  }

  /** Runs what waited for a timer. */
  ended(id: number): void {
    const waiting = this.#actions.get(id);
    this.#actions.delete(id);
    waiting?.action();
  }

  /** Nothing runs any more that waits for a timer of these instances. */
  forget(instances: ReadonlySet<number>): void {
    for (const [id, { instance }] of this.#actions) if (instances.has(instance)) this.#actions.delete(id);
  }

  /** What was asked for since the last look. */
  takeAsked(): readonly AskedTimer[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }
}
