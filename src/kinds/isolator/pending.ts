import { type Complete, failed, type Outcome, ready } from "../outcome.js";

/** Something that ends once, now or later: the first outcome counts. */
export class Pending<T> {
  #outcome: Outcome<T> | null = null;
  readonly #waiting: ((outcome: Outcome<T>) => void)[] = [];

  readonly complete: Complete<T> = (outcome) => {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    for (const action of this.#waiting.splice(0)) action(outcome);
  };

  /** At once when it has ended already; those who wait are told in the order of asking. */
  onEnd(action: (outcome: Outcome<T>) => void): void {
    if (this.#outcome !== null) action(this.#outcome);
    else this.#waiting.push(action);
  }
}

/** Ready when all are, with their values in order; the first that is not ends it as it ended. */
export function collect<T>(parts: readonly Pending<T>[]): Pending<readonly T[]> {
  const all = new Pending<readonly T[]>();
  const values: T[] = [];
  let open = parts.length;
  if (open === 0) all.complete(ready(values));
  for (const [i, part] of parts.entries()) {
    part.onEnd((outcome) => {
      if (outcome.kind !== "ready") return all.complete(outcome);
      values[i] = outcome.value;
      if (--open === 0) all.complete(ready(values));
    });
  }
  return all;
}

/** Ready when all have ended, however they did, with their outcomes in order. */
export function settle<T>(parts: readonly Pending<T>[]): Pending<readonly Outcome<T>[]> {
  const ends = parts.map((part) => {
    const end = new Pending<Outcome<T>>();
    part.onEnd((outcome) => end.complete(ready(outcome)));
    return end;
  });
  return collect(ends);
}

/** Why each of those that did not become ready failed, in order. */
export function failuresOf(outcomes: readonly Outcome<unknown>[]): string[] {
  return outcomes.filter((outcome) => outcome.kind !== "ready").map(whyNot);
}

export function whyNot(outcome: Outcome<unknown>): string {
  return outcome.kind === "failed" ? outcome.message : "discarded";
}

/** Says whose failure it is. */
export function locate<T>(outcome: Outcome<T>, place: string): Outcome<T> {
  return outcome.kind === "ready" ? outcome : failed(`${place}: ${whyNot(outcome)}`);
}
