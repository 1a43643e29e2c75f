import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { Items } from "../../cluster/items.js";
import { makeResources, type Resources } from "../../cluster/resources.js";
import type { ResourceNames } from "./resource-names.js";
import type { RolePaths } from "./role-paths.js";

/**
 * The part of an agent's available resources that may go to a role: what is not reserved, the reservations of the role
 * and (in the second stage) those of the roles above it (Q8, C5, C9).
 *
 * @param offered keys that are out of the question (P6)
 * @returns the same object when all of it may, so that comparing with a filter can be cut short
 */
export function offerableTo(
  role: RoleId,
  available: Resources,
  reservations: "own" | "ownAndAbove",
  offered: ReadonlySet<ResourceKeyId> | undefined,
  names: ResourceNames,
  paths: RolePaths,
): Resources {
  return keep(available, (key) => {
    if (offered?.has(key) === true) return false;
    const owner = names.reservedTo[key] as number;
    if (owner < 0 || owner === role) return true;
    return reservations === "ownAndAbove" && paths.isSelfOrBelow(role, owner);
  });
}

/**
 * What is left for a framework that cannot take revocable resources, shared volumes or refined reservations (P4); the
 * same object when all is left.
 *
 * @param abilities bits of `abilities.ts`
 */
export function takeable(resources: Resources, abilities: number, names: ResourceNames): Resources {
  return keep(resources, (key) => ((names.needsOf[key] as number) & ~abilities) === 0);
}

/** What a framework has to be able to do to take all of it, as bits of `abilities.ts`. */
export function needsOf(resources: Resources, names: ResourceNames): number {
  let needs = 0;
  for (let i = 0; i < resources.keys.length; i++) needs |= names.needsOf[resources.keys[i] as ResourceKeyId] as number;
  return needs;
}

/** As `keepKeys`, in one pass: this is done for each role on each agent that has reservations. */
function keep(resources: Resources, isKept: (key: ResourceKeyId) => boolean): Resources {
  const { length } = resources.keys;
  let same = 0;
  while (same < length && isKept(resources.keys[same] as ResourceKeyId)) same++;
  if (same === length) return resources;
  const keys: ResourceKeyId[] = [];
  const amounts: number[] = [];
  const items: (Items | null)[] = [];
  for (let i = 0; i < length; i++) {
    const key = resources.keys[i] as ResourceKeyId;
    if (i === same || (i > same && !isKept(key))) continue;
    keys.push(key);
    amounts.push(resources.amounts[i] as number);
    if (resources.items !== undefined) items.push(resources.items[i] as Items | null);
  }
  return resources.items === undefined ? { keys, amounts } : makeResources(keys, amounts, items);
}
