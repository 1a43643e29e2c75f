import type { Timer } from "../timer.js";
import type { ContainerUsage, UsageSource } from "./usage-source.js";

/** Waits until a container uses more of a resource than a bound: at the exact virtual time, without polling. */
export class BoundWatch {
  readonly #source: UsageSource;
  readonly #timer: Timer;
  readonly #container: string;
  readonly #resource: keyof ContainerUsage;
  readonly #onExceeded: (used: number, bound: number) => void;
  readonly #endChanges: () => void;
  #bound: number | null = null;
  #callOff: () => void = () => {};

  /** @param onExceeded called each time that the bound is found exceeded */
  constructor(parts: {
    readonly source: UsageSource;
    readonly timer: Timer;
    readonly container: string;
    readonly resource: keyof ContainerUsage;
    readonly onExceeded: (used: number, bound: number) => void;
  }) {
    this.#source = parts.source;
    this.#timer = parts.timer;
    this.#container = parts.container;
    this.#resource = parts.resource;
    this.#onExceeded = parts.onExceeded;
    this.#endChanges = parts.source.onChange(parts.container, () => this.#arm());
  }

  /** @param bound null: none */
  set(bound: number | null): void {
    this.#bound = bound;
    this.#arm();
  }

  stop(): void {
    this.#callOff();
    this.#endChanges();
  }

  #arm(): void {
    this.#callOff();
    this.#callOff = () => {};
    const bound = this.#bound;
    if (bound === null) return;
    const at = this.#source.nextCrossing(this.#container, this.#resource, bound);
    if (at === null) return;
    // Also when that is now: then after what is being done, so that nobody hears of it from inside his own call.
    this.#callOff = this.#timer.after(at - this.#timer.now, () => {
      const used = this.#source.usage(this.#container)?.[this.#resource];
      if (used !== undefined) this.#onExceeded(used, bound);
    });
  }
}
