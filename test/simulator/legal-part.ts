import type { FrameworkAccount } from "../../src/allocator/accounts.js";
import type { Ledger } from "../../src/allocator/ledger.js";
import type { RoleId } from "../../src/cluster/ids.js";
import type { ResourceKey } from "../../src/cluster/resource-keys.js";
import { amountOf, filterResources, keepKeys, type Resources } from "../../src/cluster/resources.js";

/** What of some resources a framework may be offered in a role: its reservations, its capabilities, the role's limits. */
export function legalPart(
  ledger: Ledger,
  { capabilities }: FrameworkAccount,
  role: RoleId,
  resources: Resources,
): Resources {
  const { resourceKeys, roles } = ledger.directory;
  const isWithin = (ancestor: RoleId) => role === ancestor || roles.name(role).startsWith(`${roles.name(ancestor)}/`);
  const isLegal = (key: ResourceKey) =>
    (key.reservation === null || isWithin(key.reservation)) &&
    (!key.revocable || capabilities.has("REVOCABLE_RESOURCES")) &&
    (!key.isShared || capabilities.has("SHARED_RESOURCES")) &&
    (!key.isRefined || capabilities.has("RESERVATION_REFINEMENT"));
  const legal = keepKeys(resources, (id) => isLegal(resourceKeys.get(id)));
  const limits = ledger.limitsOf(role);
  if (limits === undefined) return legal;
  const held = ledger.plainHeldUnder(role);
  return filterResources(legal, (key, amount) =>
    limits.keys.includes(key) ? Math.min(amount, amountOf(limits, key) - amountOf(held, key)) : amount,
  );
}
