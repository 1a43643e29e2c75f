import type { OfferPreferences } from "../allocator/operations.js";
import type { Directory } from "../cluster/directory.js";
import type { RoleId } from "../cluster/ids.js";
import type { PreferencesPlan } from "../cluster/plan.js";

/** A framework's preferences as the allocator gets them, roles in byte order. */
export function preferencesOf(
  { minAllocatable, constraints }: PreferencesPlan,
  directory: Directory,
): OfferPreferences {
  const { roles, resourceKeys } = directory;
  const byRole = <From, To>(map: ReadonlyMap<string, From>, mapped: (from: From) => To): Map<RoleId, To> => {
    const entries = [...map].map(([role, from]) => [roles.id(role), mapped(from)] as const);
    return new Map(entries.sort((a, b) => a[0] - b[0]));
  };
  return {
    minAllocatable: byRole(minAllocatable, (texts) => texts.map((text) => resourceKeys.parseQuantities(text))),
    constraints: byRole(constraints, (groups) => groups),
  };
}
