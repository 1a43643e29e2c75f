import type { ResourceKeyId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";

/**
 * The resource names of a run, numbered from 0 without gaps: what a task asks for is an amount per name, whatever objects
 * (plain, reserved, revocable) it is filled from.
 */
export class ResourceNames {
  readonly keys: ResourceKeys;
  readonly #indexes: number[] = [];
  #count = 0;

  constructor(keys: ResourceKeys) {
    this.keys = keys;
    for (const key of keys.all) this.indexOf(key.id);
  }

  get count(): number {
    return this.#count;
  }

  indexOf(key: ResourceKeyId): number {
    const known = this.#indexes[key];
    if (known !== undefined) return known;
    const { plain } = this.keys.get(key);
    const index = plain === key ? this.#count++ : this.indexOf(plain);
    this.#indexes[key] = index;
    return index;
  }
}

/** What one task needs. Shapes are numbered over all frameworks, so that findings about one can be kept in a column. */
export interface TaskShape {
  readonly id: number;
  /** Under plain keys. */
  readonly demand: Resources;
  /** Index of each name in `ResourceNames`; goes with `demand.keys`. */
  readonly names: readonly number[];
}

export class TaskShapes {
  readonly names: ResourceNames;
  #count = 0;

  constructor(names: ResourceNames) {
    this.names = names;
  }

  get count(): number {
    return this.#count;
  }

  add(demand: Resources): TaskShape {
    return { id: this.#count++, demand, names: demand.keys.map((key) => this.names.indexOf(key)) };
  }
}
