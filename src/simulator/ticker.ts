import type { Micros } from "../base/time.js";
import { EVENT, type EventQueue } from "./event-queue.js";
import type { Master } from "./master.js";
import type { Progress } from "./progress.js";

/**
 * The allocation interval's timer, and the times at which the allocator asked to be woken. Ticks stand at whole multiples
 * of the interval; while no framework wants offers none is delivered, and none is even scheduled.
 */
export class Ticker {
  readonly #interval: Micros;
  readonly #events: EventQueue;
  readonly #master: Master;
  readonly #progress: Progress;
  /** Frameworks that are registered and have not suppressed offers. */
  #wanting = 0;
  /** Time of the scheduled tick, -1 when there is none. */
  #tickAt: Micros = -1;
  #wakeAt: Micros = -1;
  #wishes = 0;

  constructor(interval: Micros, events: EventQueue, master: Master, progress: Progress) {
    this.#interval = interval;
    this.#events = events;
    this.#master = master;
    this.#progress = progress;
  }

  wantsOffers(): void {
    this.#wanting++;
    if (this.#tickAt < 0) this.#scheduleTick();
  }

  wantsNoOffers(): void {
    this.#wanting--;
  }

  tick(): void {
    this.#tickAt = -1;
    if (this.#wanting === 0) return;
    const { now } = this.#events;
    if (this.#wakeAt === now) this.#wakeAt = -1;
    this.#scheduleTick();
    this.#progress.tick();
    this.#master.submit({ op: "allocate", wake: false });
  }

  /** Replaces an earlier wish. A decision without a wish leaves it standing. */
  wakeWanted(at: Micros): void {
    this.#wakeAt = at;
    this.#events.push(at, EVENT.wake, 0, ++this.#wishes);
  }

  /** The tick of the same instant does as well. */
  wake(wish: number): void {
    const { now } = this.#events;
    if (wish !== this.#wishes || this.#wakeAt !== now) return;
    if (this.#tickAt === now && this.#wanting > 0) return;
    this.#wakeAt = -1;
    this.#master.submit({ op: "allocate", wake: true });
  }

  #scheduleTick(): void {
    this.#tickAt = (Math.floor(this.#events.now / this.#interval) + 1) * this.#interval;
    this.#events.push(this.#tickAt, EVENT.tick);
  }
}
