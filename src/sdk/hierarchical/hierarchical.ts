import type { AllocatorScript } from "../allocator-script.js";
import type { Cluster } from "../cluster.js";
import type { ClusterEvent } from "../cluster-event.js";
import type { Agent, Role, Subscription, Task, Vector } from "../model.js";
import { isZero } from "../vectors.js";
import { Headroom } from "./headroom.js";
import { Maintenance } from "./maintenance.js";
import { OpenParts } from "./open-parts.js";
import { RoleTree } from "./role-tree.js";

/** A task that is to be taken back. */
export interface Victim {
  readonly task: Task;
  /** Microseconds. */
  readonly deadline: number;
  /** For whom. */
  readonly role: Role;
  /** The reason, for people: at most 1 KiB. */
  readonly why?: string;
}

/** What the allocator knows beside the cluster. */
interface State {
  readonly cluster: Cluster;
  readonly tree: RoleTree;
  readonly maintenance: Maintenance;
  readonly parts: OpenParts;
}

/**
 * Mesos' hierarchical allocator as a base whose steps can be overridden one by one:
 *
 * ```js
 * import { Hierarchical } from "workbench";
 *
 * export default new (class extends Hierarchical {
 *   sortFrameworks(cluster, role) { return cluster.subscriptions(role); }
 * })();
 * ```
 *
 * A cycle goes in two stages over the agents (facts: allocator, C1 to C16): first what roles are guaranteed by their quota
 * and do not have yet, then whatever is left, as a whole, to who comes first. At last frameworks are asked to leave agents
 * whose maintenance is planned (M2), and victims give back what was lent.
 *
 * It decides as the built-in `hierarchical` does where a guest sees what the built-in sees. Offer constraints, minimal offers
 * of frameworks, fault domains, volumes, refined reservations and the filters of answers to inverse offers do not cross to
 * guests; nor has it the random sorter, shuffled agents and cached weights.
 */
export class Hierarchical implements AllocatorScript {
  #state: State | null = null;

  // ---- Steps: what is here can be overridden ------------------------------------------------------------------------

  /** The agents in the order in which they are given out: candidates with a lower score first, then by id. */
  chooseAgents(cluster: Cluster): readonly Agent[] {
    if (this.score === Hierarchical.prototype.score) return cluster.candidates;
    return cluster.candidates
      .map((agent) => ({ agent, score: this.score(cluster, agent) }))
      .sort((a, b) => a.score - b.score || a.agent.id - b.agent.id)
      .map(({ agent }) => agent);
  }

  /** How early an agent is given out, lower is earlier. All are equal. */
  score(_cluster: Cluster, _agent: Agent): number {
    return 0;
  }

  /** Roles with frameworks, depth first: of siblings the one with the lowest share, then fewest offers, then path (S7, S9). */
  sortRoles(cluster: Cluster): readonly Role[] {
    return this.#of(cluster).tree.roles();
  }

  /** The frameworks of a role that want offers: lowest share first, then fewest offers, then name. */
  sortFrameworks(cluster: Cluster, role: Role): readonly Subscription[] {
    return this.#of(cluster).tree.subscriptions(role);
  }

  /** What is taken back for whom, when the offers are made: nothing. */
  chooseVictims(_cluster: Cluster): readonly Victim[] {
    return [];
  }

  // ---- The cycle ----------------------------------------------------------------------------------------------------

  /** Who overrides this calls `super.onEvent(cluster, event)`: the base follows the roles and their frameworks here. */
  onEvent(cluster: Cluster, event: ClusterEvent): void {
    const { tree, maintenance } = this.#of(cluster);
    tree.note(event);
    maintenance.note(event);
  }

  /** One cycle, from the steps above. */
  decide(cluster: Cluster): void {
    const agents = this.chooseAgents(cluster);
    if (agents.length > 0) {
      const headroom = new Headroom(cluster);
      for (const agent of agents) {
        if (!headroom.isRequired) break;
        for (const role of this.sortRoles(cluster)) this.#satisfy(cluster, agent, role, headroom);
      }
      for (const agent of agents) {
        if (!cluster.isAllocatable(agent.free)) continue;
        for (const role of this.sortRoles(cluster)) this.#shareOut(cluster, agent, role, headroom);
      }
    }
    this.#of(cluster).maintenance.ask(cluster);
    for (const { task, deadline, role, why } of this.chooseVictims(cluster)) cluster.revoke(task, deadline, role, why);
  }

  /** C3 to C7, for one role on one agent. */
  #satisfy(cluster: Cluster, agent: Agent, role: Role, headroom: Headroom): void {
    const use = headroom.useOf(role);
    if (use === undefined || !headroom.isUnsatisfied(use)) return;
    const { parts } = this.#of(cluster);
    for (const subscription of this.sortFrameworks(cluster, role)) {
      if (!headroom.isUnsatisfied(use) || isZero(agent.free)) return;
      if (cluster.isGpuAgentClosedTo(agent, subscription.framework)) continue;
      const offer = headroom.cutGuaranteed(parts.own(subscription, agent), use);
      if (offer === null) return;
      if (!isWanted(cluster, subscription, agent, offer)) continue;
      headroom.giveGuaranteed(offer, use);
      this.#give(cluster, subscription, agent, offer, `${role.name} is guaranteed it`);
    }
  }

  /** C9, for one role on one agent. */
  #shareOut(cluster: Cluster, agent: Agent, role: Role, headroom: Headroom): void {
    const use = headroom.useOf(role);
    const isCut = headroom.cuts(use);
    const { parts } = this.#of(cluster);
    for (const subscription of this.sortFrameworks(cluster, role)) {
      if (isZero(agent.free)) return;
      let offer: Vector | null = null;
      if (!isCut) offer = cluster.offerable(subscription, agent);
      else if (!cluster.isGpuAgentClosedTo(agent, subscription.framework)) {
        const cut = headroom.cutRemainder(parts.ownAndAbove(subscription, agent), use);
        if (isWanted(cluster, subscription, agent, cut)) offer = cut;
      }
      if (offer === null) continue;
      headroom.giveRemainder(offer, use);
      this.#give(cluster, subscription, agent, offer, "it comes first by share");
    }
  }

  #give(cluster: Cluster, subscription: Subscription, agent: Agent, offer: Vector, why: string): void {
    this.#of(cluster).tree.allocated(subscription, agent);
    cluster.offer(subscription, agent, offer, { why });
  }

  #of(cluster: Cluster): State {
    if (this.#state?.cluster !== cluster) {
      const [tree, maintenance, parts] = [new RoleTree(cluster), new Maintenance(), new OpenParts(cluster)];
      this.#state = { cluster, tree, maintenance, parts };
    }
    return this.#state;
  }
}

/** Whether the framework would take this, here and now. */
function isWanted(cluster: Cluster, subscription: Subscription, agent: Agent, offer: Vector): boolean {
  return cluster.isAllocatable(offer) && !cluster.isFiltered(subscription, agent, offer);
}
