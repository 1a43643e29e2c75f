import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { REVOCABLE, type ResourceNames } from "./resource-names.js";
import type { RolePaths } from "./role-paths.js";

/**
 * The part of an agent's available resources that may go to a role: what is not reserved, the reservations of the role
 * and (in the second stage) those of the roles above it (Q8, C5, C9).
 */
export function offerableTo(
  role: RoleId,
  available: Resources,
  reservations: "own" | "ownAndAbove",
  names: ResourceNames,
  paths: RolePaths,
): Resources {
  return keep(available, (key) => {
    const owner = names.reservedTo[key] as number;
    if (owner < 0 || owner === role) return true;
    return reservations === "ownAndAbove" && paths.isSelfOrBelow(role, owner);
  });
}

/** What is left for a framework that does not take revocable resources (P4). */
export function withoutRevocable(resources: Resources, names: ResourceNames): Resources {
  return keep(resources, (key) => names.kindOf[key] !== REVOCABLE);
}

/** The same object when all is kept, so that comparing with a filter can be cut short. */
function keep(resources: Resources, isKept: (key: ResourceKeyId) => boolean): Resources {
  if (resources.keys.every(isKept)) return resources;
  const kept = resources.keys.map((_, i) => i).filter((i) => isKept(resources.keys[i] as ResourceKeyId));
  return {
    keys: kept.map((i) => resources.keys[i] as ResourceKeyId),
    amounts: kept.map((i) => resources.amounts[i] as number),
  };
}
