import type { Outcome } from "../outcome.js";
import type { Pending } from "./pending.js";

/**
 * What happens in a containerizer happens one thing after the other, as in one of Mesos' actors: an answer that comes
 * while something is being done waits until that is done. So the order depends on who answered first and on nothing else.
 */
export class Mailbox {
  #letters: (() => void)[] = [];
  #reading = false;
  #closed = false;

  post(action: () => void): void {
    if (this.#closed) return;
    this.#letters.push(action);
    if (!this.#reading) this.#readAll();
  }

  when<T>(pending: Pending<T>, action: (outcome: Outcome<T>) => void): void {
    pending.onEnd((outcome) => this.post(() => action(outcome)));
  }

  /** Whatever still comes is ignored. */
  close(): void {
    this.#closed = true;
    this.#letters = [];
  }

  #readAll(): void {
    this.#reading = true;
    try {
      for (let letter = this.#letters.shift(); letter !== undefined; letter = this.#letters.shift()) letter();
    } finally {
      this.#reading = false;
    }
  }
}
