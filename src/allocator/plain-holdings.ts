import type { ResourceKeyId, RoleId } from "../cluster/ids.js";
import type { ResourceKeys, Resources } from "../cluster/resources.js";

/** Sums of unreserved, non-revocable resources by role. Kept in place: they change with every offer and every answer. */
export class PlainHoldings {
  readonly #keys: ResourceKeys;
  /** By role, then by resource key. */
  readonly #amounts: number[][];

  constructor(keys: ResourceKeys, roles: number) {
    this.#keys = keys;
    this.#amounts = Array.from({ length: roles }, () => []);
  }

  /** Adds (or takes off) the plain part of some resources. */
  count(role: RoleId, { keys, amounts }: Resources, sign: 1 | -1): void {
    const sums = this.#amounts[role] as number[];
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as ResourceKeyId;
      if (this.#keys.get(key).plain !== key) continue;
      while (sums.length <= key) sums.push(0);
      sums[key] = (sums[key] as number) + sign * (amounts[i] as number);
    }
  }

  of(role: RoleId): Resources {
    const sums = this.#amounts[role] as number[];
    const keys = [...sums.keys()].filter((key) => (sums[key] as number) > 0);
    return { keys: keys as ResourceKeyId[], amounts: keys.map((key) => sums[key] as number) };
  }
}
