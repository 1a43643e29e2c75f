import type { ResourceKeyId, RoleId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";

/** Sums of unreserved, non-revocable resources by role. Kept in place: they change with every offer and every answer. */
export class PlainHoldings {
  readonly #keys: ResourceKeys;
  /** By role, then by resource key. */
  readonly #amounts: number[][];

  constructor(keys: ResourceKeys, roles: number) {
    this.#keys = keys;
    this.#amounts = Array.from({ length: roles }, () => []);
  }

  /** Adds (or takes off) the unreserved, non-revocable scalars among some resources: what limits are about (C14). */
  count(role: RoleId, { keys, amounts, items }: Resources, sign: 1 | -1): void {
    const sums = this.#amounts[role] as number[];
    for (let i = 0; i < keys.length; i++) {
      const { plain, reservation, revocable } = this.#keys.get(keys[i] as ResourceKeyId);
      if (reservation !== null || revocable || (items !== undefined && items[i] !== null)) continue;
      while (sums.length <= plain) sums.push(0);
      sums[plain] = (sums[plain] as number) + sign * (amounts[i] as number);
    }
  }

  of(role: RoleId): Resources {
    const sums = this.#amounts[role] as number[];
    const keys = [...sums.keys()].filter((key) => (sums[key] as number) > 0);
    return { keys: keys as ResourceKeyId[], amounts: keys.map((key) => sums[key] as number) };
  }
}
