import type { ResourceKeyId } from "../cluster/ids.js";
import { amountOf, NO_RESOURCES, type Resources } from "../cluster/resources.js";

/**
 * The waiting tasks of one role, by what they ask for. Whether one of them would fit is asked at every change of a run, so
 * the answer is looked for where it was last, and not at all where even the least of each resource would not fit.
 */
export class WaitingShapes {
  readonly #counts = new Map<Resources, number>();
  /** Of each resource, no waiting task asks for less. */
  #least: Resources = NO_RESOURCES;
  #lastFit: Resources = NO_RESOURCES;

  add(shape: Resources): void {
    const count = this.#counts.get(shape) ?? 0;
    if (count === 0) this.#least = this.#counts.size === 0 ? shape : lesserOf(this.#least, shape);
    this.#counts.set(shape, count + 1);
  }

  remove(shape: Resources): void {
    const count = this.#counts.get(shape) as number;
    if (count === 1) this.#counts.delete(shape);
    else this.#counts.set(shape, count - 1);
  }

  anyFits(fits: (shape: Resources) => boolean): boolean {
    if (this.#counts.size === 0 || !fits(this.#least)) return false;
    if (this.#counts.has(this.#lastFit) && fits(this.#lastFit)) return true;
    for (const shape of this.#counts.keys()) {
      if (!fits(shape)) continue;
      this.#lastFit = shape;
      return true;
    }
    this.#least = [...this.#counts.keys()].reduce(lesserOf);
    return false;
  }
}

/** Of each resource that both ask for, the smaller amount. */
function lesserOf(a: Resources, b: Resources): Resources {
  const keys: ResourceKeyId[] = a.keys.filter((key) => amountOf(b, key) > 0);
  return { keys, amounts: keys.map((key) => Math.min(amountOf(a, key), amountOf(b, key))) };
}
