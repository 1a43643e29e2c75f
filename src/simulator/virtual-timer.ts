import type { Micros } from "../base/time.js";
import type { Timer } from "../kinds/timer.js";
import { EVENT, type EventQueue } from "./event-queue.js";

/**
 * The time of the simulation, for all that waits in it: at equal times actions run in the order in which they were asked
 * for, among arrivals and answers. Calling off one that has run does nothing.
 */
export class VirtualTimer implements Timer {
  readonly #events: EventQueue;
  readonly #actions = new Map<number, () => void>();
  #last = 0;

  constructor(events: EventQueue) {
    this.#events = events;
  }

  get now(): Micros {
    return this.#events.now;
  }

  after(delay: Micros, action: () => void): () => void {
    const number = ++this.#last;
    this.#actions.set(number, action);
    this.#events.push(this.#events.now + delay, EVENT.timer, 0, number);
    return () => this.#actions.delete(number);
  }

  /** The time of an action has come; it may have been called off. @returns whether there was anything to do */
  fire(number: number): boolean {
    const action = this.#actions.get(number);
    if (action === undefined) return false;
    this.#actions.delete(number);
    action();
    return true;
  }
}
