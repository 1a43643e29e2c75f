import type { AllocatorScript } from "../allocator-script.js";
import type { Cluster } from "../cluster.js";
import type { ClusterEvent } from "../cluster-event.js";
import type { Agent, Role, Subscription, Task, Vector } from "../model.js";
import { shown } from "../script-values.js";
import { isZero } from "../vectors.js";
import { Headroom } from "./headroom.js";
import { Maintenance } from "./maintenance.js";
import { OpenParts } from "./open-parts.js";
import { RoleTree } from "./role-tree.js";

/** What of an agent a stage gives to whom. */
interface Stage {
  /** Whether there is nothing more to give. */
  readonly isOver: () => boolean;
  /** What the framework would be offered now; null: nothing. */
  readonly offerTo: (subscription: Subscription) => Vector | null;
  readonly book: (offer: Vector) => void;
  readonly why: string;
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

  /** Notice that victims get, microseconds. */
  readonly grace: number = 30_000_000;

  /** The agents in the order in which they are given out: candidates by id. */
  chooseAgents(cluster: Cluster): readonly Agent[] {
    return cluster.candidates;
  }

  /** Roles with frameworks, depth first: of siblings the one with the lowest share, then fewest offers, then path (S7, S9). */
  sortRoles(cluster: Cluster): readonly Role[] {
    return this.#of(cluster).tree.roles();
  }

  /** The frameworks of a role that want offers: lowest share first, then fewest offers, then name. */
  sortFrameworks(cluster: Cluster, role: Role): readonly Subscription[] {
    return this.#of(cluster).tree.subscriptions(role);
  }

  /**
   * How well an offer would suit a framework. Of a role's frameworks the one with the highest score is offered the agent,
   * the first in their order among equals; then the others may have of what is left, scored anew.
   *
   * @param resources what the framework would be offered of the agent now
   * @returns a finite number
   */
  score(_cluster: Cluster, _subscription: Subscription, _agent: Agent, _resources: Readonly<Vector>): number {
    return 0;
  }

  /**
   * Revocable tasks that shall be taken back for a role: nobody's. Is asked, when all offers are made, for each role that
   * waits for something within its guarantee.
   *
   * @param wanted what it waits for, by plain key: demand that is not met, and not on offer, within what it does not use of
   *   its guarantee
   */
  chooseVictims(_cluster: Cluster, _role: Role, _wanted: Readonly<Vector>): Iterable<Task> {
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
    if (this.chooseVictims !== Hierarchical.prototype.chooseVictims) this.#reclaim(cluster);
  }

  /** C3 to C7, for one role on one agent. */
  #satisfy(cluster: Cluster, agent: Agent, role: Role, headroom: Headroom): void {
    const use = headroom.useOf(role);
    if (use === undefined || !headroom.isOwed(agent.free, use)) return;
    const { parts } = this.#of(cluster);
    this.#giveOut(cluster, agent, role, {
      isOver: () => !headroom.isOwed(agent.free, use),
      offerTo(subscription) {
        if (cluster.isGpuAgentClosedTo(agent, subscription.framework)) return null;
        const offer = headroom.cutGuaranteed(parts.own(subscription, agent), use);
        return isWanted(cluster, subscription, agent, offer) ? offer : null;
      },
      book: (offer) => headroom.giveGuaranteed(offer, use),
      why: `${role.name} is guaranteed it`,
    });
  }

  /** C9, for one role on one agent. */
  #shareOut(cluster: Cluster, agent: Agent, role: Role, headroom: Headroom): void {
    const use = headroom.useOf(role);
    const isCut = headroom.cuts(use);
    const { parts } = this.#of(cluster);
    this.#giveOut(cluster, agent, role, {
      isOver: () => isZero(agent.free),
      offerTo(subscription) {
        if (!isCut) return cluster.offerable(subscription, agent);
        if (cluster.isGpuAgentClosedTo(agent, subscription.framework)) return null;
        const offer = headroom.cutRemainder(parts.ownAndAbove(subscription, agent), use);
        return isWanted(cluster, subscription, agent, offer) ? offer : null;
      },
      book: (offer) => headroom.giveRemainder(offer, use),
      why: "it comes first by share",
    });
  }

  #giveOut(cluster: Cluster, agent: Agent, role: Role, stage: Stage): void {
    const isScored = this.score !== Hierarchical.prototype.score;
    let rest = this.sortFrameworks(cluster, role);
    if (!isScored) {
      for (const subscription of rest) {
        if (stage.isOver()) return;
        const offer = stage.offerTo(subscription);
        if (offer !== null) this.#give(cluster, subscription, agent, offer, stage);
      }
      return;
    }
    while (!stage.isOver()) {
      const best = this.#bestOf(cluster, rest, agent, stage);
      if (best === null) return;
      this.#give(cluster, best.subscription, agent, best.offer, stage);
      rest = rest.filter((subscription) => subscription !== best.subscription);
    }
  }

  #bestOf(cluster: Cluster, among: readonly Subscription[], agent: Agent, stage: Stage) {
    let best: { readonly subscription: Subscription; readonly offer: Vector; readonly score: number } | null = null;
    for (const subscription of among) {
      const offer = stage.offerTo(subscription);
      if (offer === null) continue;
      const score = this.score(cluster, subscription, agent, offer);
      if (!Number.isFinite(score)) throw new Error(`score is ${shown(score)}, not a finite number`);
      if (best === null || score > best.score) best = { subscription, offer, score };
    }
    return best;
  }

  #reclaim(cluster: Cluster): void {
    for (const role of cluster.roles) {
      const wanted = wantedWithinGuarantee(cluster, role);
      if (wanted === null) continue;
      for (const task of this.chooseVictims(cluster, role, wanted)) {
        if (task.reclaimedFor !== null) continue;
        cluster.revoke(task, cluster.t + this.grace, role, `${role.name} is guaranteed it`);
      }
    }
  }

  #give(cluster: Cluster, subscription: Subscription, agent: Agent, offer: Vector, { book, why }: Stage): void {
    book(offer);
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

/** By plain key; null: the role has no guarantee, or waits for nothing within it. */
function wantedWithinGuarantee(cluster: Cluster, role: Role): Vector | null {
  const { guarantee, used } = role;
  if (guarantee === null) return null;
  const wanted = cluster.roleDemand(role);
  for (const { offered } of cluster.subscriptions(role)) {
    for (const key of cluster.plainKeys) wanted[key] = wanted[key]! - offered[key]!;
  }
  for (const key of cluster.plainKeys) {
    wanted[key] = Math.max(0, Math.min(wanted[key]!, guarantee[key]! - used[key]!));
  }
  return isZero(wanted) ? null : wanted;
}
