import type { PreferencesPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readAlternatives } from "./min-allocatable.js";
import { readConstraintGroups } from "./offer-constraints.js";

/** What a framework says of the offers that it wants; undefined when it says nothing. @param roles what it subscribes to */
export function readPreferences(framework: Cursor, roles: readonly string[]): PreferencesPlan | undefined {
  const min = framework.get("minAllocatable");
  const constraints = framework.get("offerConstraints");
  if (!min.present && !constraints.present) return undefined;
  const areRolesSound = framework.get("roles").present;
  const ofOwnRoles = <Value>(map: Cursor, read: (value: Cursor) => Value) => {
    if (areRolesSound) for (const [role, value] of map.entries) requireOwnRole(role, value, roles);
    return new Map(map.entries.map(([role, value]) => [role, read(value)] as const));
  };
  return {
    minAllocatable: min.isMap ? ofOwnRoles(min, readAlternatives) : readForAll(min, roles),
    constraints: ofOwnRoles(constraints, readConstraintGroups),
  };
}

function readForAll(list: Cursor, roles: readonly string[]): PreferencesPlan["minAllocatable"] {
  if (!list.present) return new Map();
  const alternatives = readAlternatives(list);
  return new Map(roles.map((role) => [role, alternatives]));
}

function requireOwnRole(role: string, value: Cursor, roles: readonly string[]): void {
  if (roles.includes(role)) return;
  value.complainOfKey("the framework is not subscribed to this role", `name one of ${roles.join(", ")}`);
}
