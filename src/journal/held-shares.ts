import type { Offer } from "../allocator/decisions.js";
import type { Ledger } from "../allocator/ledger.js";
import { withoutLent } from "../allocator/lending.js";
import type { FrameworkId, RoleId } from "../cluster/ids.js";
import type { AllocatorOptionsPlan } from "../cluster/plan.js";
import { quantities } from "../cluster/resource-keys.js";
import { add, amountOf, NO_RESOURCES, type Resources } from "../cluster/resources.js";

/** How large a part of the cluster a framework holds in a role: of the resource of which it holds most. */
export interface HeldShare {
  readonly role: string;
  readonly framework: string;
  /** 0 to 1, not weighted. */
  readonly share: number;
  /** The name of that resource; null when it holds nothing. */
  readonly resource: string | null;
}

type ShareOptions = Pick<AllocatorOptionsPlan, "fairnessExclude" | "countLentInShares">;

/** The shares, by the host's own books, of those who stand in some offers; by role, then framework. */
export function heldShares(ledger: Ledger, offers: readonly Offer[], options: ShareOptions): HeldShare[] {
  const { roles, frameworks, resourceKeys } = ledger.directory;
  const total = quantities(
    ledger.agents.reduce((sum, agent) => add(sum, agent?.total ?? NO_RESOURCES), NO_RESOURCES),
    resourceKeys,
  );
  const pairs = new Map(offers.map(({ role, framework }) => [role * frameworks.size + framework, { role, framework }]));
  return [...pairs]
    .sort(([a], [b]) => a - b)
    .map(([, { role, framework }]) => {
      const held = quantities(countedIn(ledger, framework, role, options), resourceKeys);
      return {
        role: roles.name(role),
        framework: frameworks.name(framework),
        ...dominantShare(ledger, held, total, options.fairnessExclude),
      };
    });
}

/** What is held, as far as it counts in shares. */
function countedIn(
  ledger: Ledger,
  framework: FrameworkId,
  role: RoleId,
  { countLentInShares }: ShareOptions,
): Resources {
  let counted = NO_RESOURCES;
  for (const agent of ledger.directory.agents.ids()) {
    const holding = ledger.holding(framework, role, agent);
    if (holding === undefined) continue;
    const { held, lent } = holding;
    counted = add(counted, countLentInShares ? held : withoutLent(held, lent, ledger.directory));
  }
  return counted;
}

function dominantShare(
  ledger: Ledger,
  held: Resources,
  total: Resources,
  fairnessExclude: readonly string[],
): Pick<HeldShare, "share" | "resource"> {
  let share = 0;
  let resource: string | null = null;
  for (const [i, key] of held.keys.entries()) {
    const { name } = ledger.directory.resourceKeys.get(key);
    const ofAll = amountOf(total, key);
    if (ledger.directory.resourceKeys.formOf(name) !== "scalar" || ofAll === 0 || fairnessExclude.includes(name))
      continue;
    const part = (held.amounts[i] as number) / ofAll;
    if (part > share) [share, resource] = [part, name];
  }
  return { share, resource };
}
