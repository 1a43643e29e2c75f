import type { AgentAccount, Holding } from "../../allocator/accounts.js";
import type { Ledger } from "../../allocator/ledger.js";
import type { FrameworkId, ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { ResourceKey, ResourceKeys } from "../../cluster/resource-keys.js";
import { amountOf, type Resources } from "../../cluster/resources.js";
import { floatColumn } from "../column.js";
import type { RoleLineage } from "../role-lineage.js";

/** Thousandths by plain resource key. */
export type Sums = ReturnType<typeof floatColumn>;

export interface RoleSums {
  /** Offered or in use in exactly this role. */
  readonly held: Sums;
  /** The part of it that other roles lend. */
  readonly lent: Sums;
  /** Reserved to it and below, in use or not, and what else is in use there: neither offered nor revocable (Q9). */
  readonly consumed: Sums;
}

/**
 * Quantities of scalar resources, whatever they are reserved to and revocable or not, added up over a ledger (S1, S3). What
 * frameworks use that are not registered is in no role's sums (L1); a shared volume counts once for each role, and once for
 * the cluster, while anybody holds a copy (S4).
 */
export class ClusterBooks {
  readonly total: Sums = floatColumn();
  /** Offered or in use. */
  readonly held: Sums = floatColumn();
  /** Those that a registered framework subscribes to, or holds something in (L2); ascending. */
  readonly trackedRoles: readonly RoleId[];
  readonly #keys: ResourceKeys;
  readonly #lineage: RoleLineage;
  readonly #roles: readonly RoleSums[];
  readonly #parents: ReadonlySet<RoleId>;

  constructor(ledger: Ledger, lineage: RoleLineage) {
    this.#keys = ledger.directory.resourceKeys;
    this.#lineage = lineage;
    this.#roles = Array.from({ length: lineage.size }, () => ({
      held: floatColumn(),
      lent: floatColumn(),
      consumed: floatColumn(),
    }));
    const tracked = new Set<RoleId>();
    for (const framework of ledger.frameworks) for (const role of framework?.roles ?? []) tracked.add(role);
    for (const account of ledger.agents) if (account !== undefined) this.#addAgent(ledger, account, tracked);
    this.trackedRoles = [...tracked].sort((a, b) => a - b);
    this.#parents = new Set(this.trackedRoles.flatMap((role) => lineage.of(role).slice(1)));
  }

  of(role: RoleId): RoleSums {
    return this.#roles[role] as RoleSums;
  }

  /** Whether there are frameworks below the role: its own are a virtual leaf then (S10). */
  hasRolesBelow(role: RoleId): boolean {
    return this.#parents.has(role);
  }

  #addAgent(ledger: Ledger, account: AgentAccount, tracked: Set<RoleId>): void {
    this.#eachScalar(account.total, ({ plain, reservation, revocable }, amount) => {
      this.total.add(plain, amount);
      if (reservation === null || revocable) return;
      for (const role of this.#lineage.of(reservation)) this.of(role).consumed.add(plain, amount);
    });
    const counted = new Map<Sums, Set<ResourceKeyId>>();
    for (const [slot, holding] of account.holdings) {
      this.#addHeld(account, holding, this.held, counted);
      const framework = Math.floor(slot / this.#lineage.size) as FrameworkId;
      if (ledger.frameworks[framework] === undefined) continue;
      const role = (slot % this.#lineage.size) as RoleId;
      tracked.add(role);
      this.#addHeld(account, holding, this.of(role).held, counted);
      this.#addLent(holding, role);
      this.#addConsumed(holding, role);
    }
  }

  /** @param counted which of the agent's shared volumes are in which sums already */
  #addHeld({ total }: AgentAccount, { held }: Holding, sums: Sums, counted: Map<Sums, Set<ResourceKeyId>>): void {
    this.#eachScalar(held, ({ id, plain, isShared }, amount) => {
      if (!isShared) sums.add(plain, amount);
      else if (!isCounted(counted, sums, id)) sums.add(plain, amountOf(total, id) || amount);
    });
  }

  #addLent({ lent }: Holding, role: RoleId): void {
    for (const { resources } of lent) {
      this.#eachScalar(resources, ({ plain }, amount) => this.of(role).lent.add(plain, amount));
    }
  }

  #addConsumed({ inUse }: Holding, role: RoleId): void {
    this.#eachScalar(inUse, ({ plain, reservation, revocable }, amount) => {
      if (reservation !== null || revocable) return;
      for (const each of this.#lineage.of(role)) this.of(each).consumed.add(plain, amount);
    });
  }

  #eachScalar({ keys, amounts }: Resources, add: (key: ResourceKey, amount: number) => void): void {
    for (let i = 0; i < keys.length; i++) {
      const key = this.#keys.get(keys[i] as ResourceKeyId);
      if ((this.#keys.formOf(key.name) ?? "scalar") === "scalar") add(key, amounts[i] as number);
    }
  }
}

/** Whether the volume is in the sums already; it is afterwards. */
function isCounted(counted: Map<Sums, Set<ResourceKeyId>>, sums: Sums, volume: ResourceKeyId): boolean {
  const volumes = counted.get(sums) ?? new Set();
  if (volumes.has(volume)) return true;
  counted.set(sums, volumes.add(volume));
  return false;
}
