import type { AgentProfile } from "../cluster/agent-profile.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../cluster/ids.js";
import { differenceOf, hasAllItems } from "../cluster/items.js";
import { amountOf, contains, filterResources, itemsUnder, type Resources } from "../cluster/resources.js";
import type { Lending } from "./decisions.js";
import type { Unavailability } from "./operations.js";

/** What one framework holds in one role on one agent. */
export interface Holding {
  /** Offered and not yet answered, and in use; as offered, so lent resources stand under their `{REV}` key. */
  held: Resources;
  /** The part of `held` that tasks use. */
  inUse: Resources;
  /** What of the `{REV}` amounts is lent, and from whom; by owner, ascending. */
  lent: Lending[];
}

export interface AgentAccount {
  total: Resources;
  /** Offered or in use, lent resources under the key they were taken from. Shared volumes are never taken (P6). */
  taken: Resources;
  active: boolean;
  profile: AgentProfile;
  unavailability: Unavailability | null;
  readonly holdings: Map<number, Holding>;
}

export interface FrameworkAccount {
  active: boolean;
  readonly roles: Set<RoleId>;
  readonly suppressed: Set<RoleId>;
  capabilities: ReadonlySet<string>;
}

/** Where a task runs. */
export interface TaskPlace {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
}

/** How much of a key is held on an agent; of a shared volume all copies. */
export function heldOf({ holdings }: AgentAccount, key: ResourceKeyId): number {
  let sum = 0;
  for (const { held } of holdings.values()) sum += amountOf(held, key);
  return sum;
}

export function isInUse({ inUse }: Holding, resources: Resources): boolean {
  return contains(inUse, resources);
}

/** Whether so much is offered and not answered yet: held, and not in use. */
export function isOffered({ held, inUse }: Holding, resources: Resources): boolean {
  return hasFree(held, inUse, resources);
}

/** Whether `whole` less `taken` has all of `wanted`, object by object. */
export function hasFree(whole: Resources, taken: Resources, wanted: Resources): boolean {
  for (let i = 0; i < wanted.keys.length; i++) {
    const key = wanted.keys[i] as ResourceKeyId;
    const items = wanted.items?.[i] ?? null;
    if (items === null) {
      if (amountOf(whole, key) - amountOf(taken, key) < (wanted.amounts[i] as number)) return false;
    } else if (!hasAllItems(differenceOf(itemsUnder(whole, key) ?? [], itemsUnder(taken, key) ?? []), items)) {
      // Numbers would not do: an agent that shrank lacks items that are still taken (L3).
      return false;
    }
  }
  return true;
}

export function isSameProfile(a: AgentProfile, b: AgentProfile): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The revocable part of a holding. */
export function revocablePart(resources: Resources, directory: Directory): Resources {
  return filterResources(resources, (key, amount) => (directory.resourceKeys.get(key).revocable ? amount : 0));
}

/** How much of a key an offer would leave short: used in messages. */
export function shortfall(available: Resources, wanted: Resources): ResourceKeyId | undefined {
  return wanted.keys.find((key, i) => amountOf(available, key) < (wanted.amounts[i] as number));
}
