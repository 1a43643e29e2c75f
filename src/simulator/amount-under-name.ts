import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";

/** How much of a resource there is under all its keys that tasks may use: plain, reserved and revocable, no volumes. */
export function amountUnderName({ keys, amounts }: Resources, name: string, of: ResourceKeys): number {
  let sum = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = of.get(keys[i] as (typeof keys)[number]);
    if (key.name === name && !key.isVolume) sum += amounts[i] as number;
  }
  return sum;
}
