import type { Conversion } from "../allocator/operations.js";
import type { RoleId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import { isEmpty, itemsUnder, keepKeys, makeResources, type Resources } from "../cluster/resources.js";

/**
 * Mesos' RESERVE of what a framework is about to use: all that is not reserved yet becomes its role's. Revocable resources
 * cannot be reserved (L3), and stay as they are.
 *
 * @returns null where nothing is to be reserved
 */
export function reservationOf(resources: Resources, role: RoleId, keys: ResourceKeys): Conversion | null {
  const from = keepKeys(resources, (id) => {
    const { reservation, revocable } = keys.get(id);
    return reservation === null && !revocable;
  });
  return isEmpty(from) ? null : { from, to: reserved(from, role, keys) };
}

function reserved(resources: Resources, role: RoleId, keys: ResourceKeys): Resources {
  const parts = resources.keys.map((id, i) => ({
    key: keys.reservedOf(id, role),
    amount: resources.amounts[i] as number,
    items: itemsUnder(resources, id),
  }));
  parts.sort((a, b) => a.key - b.key);
  return makeResources(
    parts.map(({ key }) => key),
    parts.map(({ amount }) => amount),
    parts.map(({ items }) => items),
  );
}
