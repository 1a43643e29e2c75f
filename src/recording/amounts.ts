import type { ResourceKeyId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";

/** The resources that recordings tell of. */
export const RECORDED_RESOURCES = ["cpus", "mem", "disk", "gpus"] as const;

/** Which of `RECORDED_RESOURCES` a resource key is an amount of. */
export class RecordedAmounts {
  readonly #keys: ResourceKeys;
  readonly #places: number[] = [];

  constructor(keys: ResourceKeys) {
    this.#keys = keys;
  }

  /** -1: of none. */
  placeOf(key: ResourceKeyId): number {
    const known = this.#places[key];
    if (known !== undefined) return known;
    const place = (RECORDED_RESOURCES as readonly string[]).indexOf(this.#keys.get(key).name);
    this.#places[key] = place;
    return place;
  }

  /** Adds thousandths to `sums`, whatever they are reserved to and whether they are revocable. */
  add({ keys, amounts }: Resources, sign: 1 | -1, sums: Float64Array): void {
    for (let i = 0; i < keys.length; i++) {
      const place = this.placeOf(keys[i] as ResourceKeyId);
      if (place >= 0) sums[place]! += sign * (amounts[i] as number);
    }
  }

  isRevocable({ keys }: Resources): boolean {
    return keys.some((key) => this.#keys.get(key).revocable);
  }
}
