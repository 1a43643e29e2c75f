import type { AgentId, FrameworkId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { enlarged, type ResourceNames } from "./resource-names.js";
import { ShareTable } from "./share-table.js";
import type { ShareTotals } from "./share-totals.js";

declare const kind: unique symbol;

/** A framework in one of its roles: what a framework sorter sorts, and what filters are kept for (F1). */
export type ClientId = number & { readonly [kind]: "client" };

/** The clients, in arrays by client id. Ids of gone clients are given out again. */
export class Clients {
  readonly shares: ShareTable;
  /** What the client holds, by agent. */
  readonly held: Map<AgentId, Resources>[] = [];
  #roles = new Int32Array(16);
  #abilities = new Uint8Array(16);
  #tracked = new Uint8Array(16);
  #free: ClientId[] = [];

  constructor(names: ResourceNames, totals: ShareTotals) {
    this.shares = new ShareTable(names, totals, 16);
  }

  create(framework: FrameworkId, role: RoleId, abilities: number): ClientId {
    const client = this.#free.pop() ?? this.#append();
    this.shares.ranks[client] = framework;
    this.#roles[client] = role;
    this.#abilities[client] = abilities;
    return client;
  }

  delete(client: ClientId): void {
    this.#free.push(client);
  }

  frameworkOf(client: ClientId): FrameworkId {
    return this.shares.ranks[client] as FrameworkId;
  }

  roleOf(client: ClientId): RoleId {
    return this.#roles[client] as RoleId;
  }

  /** What its framework can do, as bits of `abilities.ts`. */
  abilitiesOf(client: ClientId): number {
    return this.#abilities[client] as number;
  }

  setAbilities(client: ClientId, abilities: number): void {
    this.#abilities[client] = abilities;
  }

  /** @param ability a bit of `abilities.ts` */
  has(client: ClientId, ability: number): boolean {
    return ((this.#abilities[client] as number) & ability) !== 0;
  }

  /**
   * Whether the client counts in sorters: it is subscribed, or has left the role but still holds resources there
   * (L2).
   */
  isTracked(client: ClientId): boolean {
    return this.#tracked[client] === 1;
  }

  setTracked(client: ClientId, tracked: boolean): void {
    this.#tracked[client] = tracked ? 1 : 0;
    this.shares.reset(client);
  }

  /** The roles with clients that count in sorters, in id order. */
  trackedRoles(): RoleId[] {
    const roles = new Set<RoleId>();
    for (let client = 0; client < this.held.length; client++) {
      if (this.isTracked(client as ClientId)) roles.add(this.roleOf(client as ClientId));
    }
    return [...roles].sort((a, b) => a - b);
  }

  #append(): ClientId {
    const client = this.held.length;
    this.held.push(new Map());
    if (client === this.#roles.length) {
      this.#roles = enlarged(this.#roles, new Int32Array(client * 2));
      this.#abilities = enlarged(this.#abilities, new Uint8Array(client * 2));
      this.#tracked = enlarged(this.#tracked, new Uint8Array(client * 2));
      this.shares.addSlots(client * 2);
    }
    return client as ClientId;
  }
}
