import { lendable, owed, reclaiming, unusedGuarantee } from "./guarantees.js";
import { isOfferable } from "./mirror/candidates.js";
import type { Decisions } from "./mirror/decisions.js";
import { type Mirror, wantsOffers } from "./mirror/mirror.js";
import type { MirrorAgent, MirrorRole, MirrorSubscription } from "./mirror/nouns.js";
import { OpenKeys } from "./mirror/open-keys.js";
import type { MirrorParts } from "./mirror/parts.js";
import { formatResources, parseResources } from "./mirror/resource-text.js";
import { victimsFor } from "./mirror/victims.js";
import type {
  Agent,
  Framework,
  Options,
  Parameters,
  Request,
  ResourceKey,
  Role,
  Subscription,
  Task,
  Vector,
} from "./model.js";
import type { OfferExtras } from "./offer-request.js";

/**
 * The cluster as it stands in this call: what an allocator asks, and where it says what it decides. What it decides shows
 * at once: an offer is held from the moment that it is made.
 */
export class Cluster {
  readonly parameters: Parameters;
  readonly options: Options;
  /** By id. New ones may come in the course of a run; every vector has a place for each. */
  readonly keys: readonly ResourceKey[];
  /** Ids of the unreserved, non-revocable keys. */
  readonly plainKeys: readonly number[];
  /** All agents of the run by id, also those that are not there now. */
  readonly agents: readonly Agent[];
  /** All frameworks of the run by id, also those that are not there now. */
  readonly frameworks: readonly Framework[];
  /** All roles by id. */
  readonly roles: readonly Role[];
  /** Sum over all agents, by plain key, whatever the kind. */
  readonly total: Readonly<Vector>;
  /** Unreserved, non-revocable resources that nobody holds, over all agents. */
  readonly free: Readonly<Vector>;
  /** The agents that this call is about, by id: they may be offered, and something was left on them when it began. */
  readonly candidates: readonly Agent[] = [];
  readonly #parts: MirrorParts;
  readonly #mirror: Mirror;
  readonly #decisions: Decisions;
  readonly #openKeys: OpenKeys;

  /** @internal */
  constructor(parts: MirrorParts, decisions: Decisions, parameters: Parameters) {
    const { mirror } = parts;
    this.#parts = parts;
    this.#mirror = mirror;
    this.#decisions = decisions;
    this.#openKeys = new OpenKeys(mirror);
    this.parameters = parameters;
    this.options = mirror.options;
    this.keys = mirror.keys;
    this.plainKeys = mirror.plainKeys;
    this.agents = mirror.agents;
    this.frameworks = mirror.frameworks;
    this.roles = mirror.roles;
    this.total = mirror.total;
    this.free = mirror.free;
  }

  /** Virtual time of this call, microseconds; in `onEvent` that of the event. */
  get t(): number {
    return this.#mirror.t;
  }

  /** Whether this call is the interval's tick. */
  get tick(): boolean {
    return this.#mirror.tick;
  }

  /** The tasks that run, in the order in which they started. The list stays as it is. */
  get tasks(): readonly Task[] {
    return this.#mirror.tasks.list;
  }

  // ---- Who wants what -----------------------------------------------------------------------------------------------

  /** The subscriptions that want offers, by role, then by framework; of one role or of all. */
  subscriptions(role?: Role): Subscription[] {
    if (role !== undefined) return (role as MirrorRole).subscriptions.filter(wantsOffers);
    return this.#mirror.roles.flatMap(({ subscriptions }) => subscriptions.filter(wantsOffers));
  }

  /** Whether a framework wants offers in a role: it is there, active, subscribed and has not suppressed offers. */
  wantsOffers(subscription: Subscription): boolean {
    return wantsOffers(subscription as MirrorSubscription);
  }

  /** What a framework reported as its unmet demand in a role, in its order. */
  demand({ framework, role }: Subscription): Request[] {
    return framework.requests.filter((request) => request.role === role && request.count > 0);
  }

  /** The sum of the demand of all who want offers in a role, by plain key. */
  roleDemand(role: Role): Vector {
    const sum = this.zeros();
    for (const subscription of this.subscriptions(role)) {
      for (const { count, resources } of this.demand(subscription)) {
        for (const key of this.plainKeys) sum[key] = sum[key]! + count * resources[key]!;
      }
    }
    return sum;
  }

  // ---- Guarantees ---------------------------------------------------------------------------------------------------

  /** What of a role's guarantee it does not use, by plain key: a new vector, zeros for a role without a guarantee. */
  unusedGuarantee(role: Role): Vector {
    return unusedGuarantee(this, role);
  }

  /**
   * What a role waits for of its guarantee: the demand of those who want offers in it that nothing on offer meets, within
   * `unusedGuarantee`. Frameworks count by id; what is on offer to one is for itself and for those before it.
   *
   * @returns a new vector, by plain key
   */
  owed(role: Role): Vector {
    return owed(this, role);
  }

  /** What a role gets back from tasks that are told to go for it (`reclaimedFor`), by plain key: a new vector. */
  reclaiming(role: Role): Vector {
    return reclaiming(this, role);
  }

  /**
   * What an owner may lend a framework of what nobody holds on an agent: unreserved resources, for an offer with this `owner`.
   * No role's limit is on what is lent.
   *
   * @param most no more than this of each plain key: what the owner has to lend
   * @returns a new vector, by plain key; null when the framework does not take revocable resources, the role is the owner's
   *   own, another owner lends here in this call (`lendsFromOther`), or for one of the reasons that `offerable` has
   */
  lendable(subscription: Subscription, agent: Agent, owner: Role, most: Readonly<Vector>): Vector | null {
    return lendable(this, this.#mirror, subscription, agent, owner, most);
  }

  /**
   * Those of the tasks that have to go so that `wanted` fits on one of the agents: told in the order in which they are to go,
   * until those of one agent make room, with what is free there; then whoever is not needed for it stays, the last ones
   * first. Tasks that are told to go already (`reclaimedFor`) are passed over, and what is free on their agents is spoken for.
   *
   * @param wanted by plain key; the tasks' resources count whatever their kind
   * @param tasks the first to go first
   * @returns in that order; null when there is no room, however many go
   * @throws Error for what is no task that runs
   */
  victimsFor(wanted: Readonly<Vector>, tasks: Iterable<Task>): Task[] | null {
    return victimsFor(this.#mirror, wanted, tasks);
  }

  // ---- Shares -------------------------------------------------------------------------------------------------------

  /** Roles that have a framework which wants offers; lowest share first, then fewest offers, then name (the DRF sorter). */
  rolesByShare(): readonly Role[] {
    return this.#mirror.roleOrder.list();
  }

  /**
   * The subscriptions of a role that want offers; lowest share first, then fewest offers, then name (the DRF sorter). Without
   * a role those of all roles, in the order of `rolesByShare`.
   */
  subscriptionsByShare(role?: Role): readonly Subscription[] {
    if (role === undefined) return this.rolesByShare().flatMap((each) => this.subscriptionsByShare(each));
    return this.#mirror.subscriptionOrders[role.id]!.list();
  }

  /** The role's dominant share divided by its weight. */
  roleShare(role: Role): number {
    return this.#mirror.shareOfHolder(role as MirrorRole) / role.weight;
  }

  /** The framework's dominant share within a role. */
  subscriptionShare(subscription: Subscription): number {
    return this.#mirror.shareOfHolder(subscription as MirrorSubscription);
  }

  /** The largest quantity / cluster total over the resource names that count in shares. */
  dominantShare(resources: Readonly<Vector>): number {
    return this.#mirror.shareOf(resources.map((_, key) => this.#mirror.quantity(resources, key)));
  }

  // ---- What may be offered ------------------------------------------------------------------------------------------

  /**
   * What a framework may have of what nobody holds on an agent, in a role: unreserved resources up to the role's quota limit, reservations of the role or
   * of one above it (Q8), revocable ones if the framework takes those.
   *
   * @param most no more than this of each key
   * @returns a new vector; null when the framework wants no offers, the agent may not be offered or is closed to it (P1),
   *   nothing worth an offer is left, or the framework has refused that a while ago
   */
  offerable(subscription: Subscription, agent: Agent, most?: Readonly<Vector>): Vector | null {
    const [to, on] = [subscription as MirrorSubscription, agent as MirrorAgent];
    if (on.freeKeys === 0 || !wantsOffers(to) || !isOfferable(on)) return null;
    if (this.isGpuAgentClosedTo(agent, to.framework)) return null;
    const rest = this.zeros();
    const open = this.#openKeys.of(to.role, to.framework.revocable);
    for (let i = 0; i < open.length; i++) {
      const key = open[i]!;
      rest[key] = most !== undefined && most[key]! < on.free[key]! ? most[key]! : on.free[key]!;
    }
    this.#cutToLimit(rest, to.role);
    return this.isAllocatable(rest) && !this.#parts.filters.block(to, on, rest) ? rest : null;
  }

  /** A role's quota limit is on what is unreserved and not revocable (C14). */
  #cutToLimit(resources: Vector, { limit, used }: Role): void {
    if (limit === null) return;
    for (const key of this.plainKeys) {
      if (limit[key]! >= 0) resources[key] = Math.max(0, Math.min(resources[key]!, limit[key]! - used[key]!));
    }
  }

  /** Whether the agent's resources may be offered at all: it is there, active and whitelisted. */
  isOfferable(agent: Agent): boolean {
    return isOfferable(agent as MirrorAgent);
  }

  /** Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds). */
  isAllocatable(resources: Readonly<Vector>): boolean {
    const alternatives = this.options.minAllocatable;
    if (alternatives.length === 0) return resources.some((amount) => amount > 0);
    for (let i = 0; i < alternatives.length; i++) if (this.#holds(resources, alternatives[i]!)) return true;
    return false;
  }

  #holds(resources: Readonly<Vector>, minimum: Options["minAllocatable"][number]): boolean {
    for (let i = 0; i < minimum.length; i++) {
      if (this.#mirror.quantity(resources, minimum[i]![0]) < minimum[i]![1]) return false;
    }
    return true;
  }

  /** Whether a framework without the GPU capability must be kept away from an agent that has gpus (P1). */
  isGpuAgentClosedTo(agent: Agent, framework: Framework): boolean {
    if (framework.gpus || !this.options.filterGpuResources) return false;
    const { gpuKeys } = this.#mirror;
    for (let i = 0; i < gpuKeys.length; i++) if (agent.total[gpuKeys[i]!]! > 0) return true;
    return false;
  }

  /** Whether the framework has refused these resources, or more, on this agent a while ago. */
  isFiltered(subscription: Subscription, agent: Agent, resources: Readonly<Vector>): boolean {
    return this.#parts.filters.block(subscription as MirrorSubscription, agent as MirrorAgent, resources);
  }

  /**
   * Of the agents on which `wanted` fits (unreserved, free), the one with least left over: the sum of (free - wanted) / cluster
   * total over the plain keys, in their order; the lowest id among equals.
   *
   * @returns null when it fits on none
   */
  bestFit(agents: readonly Agent[], wanted: Readonly<Vector>): Agent | null {
    let best: Agent | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const agent of agents) {
      const left = this.#leftOver(agent, wanted);
      if (left < least || (left === least && best !== null && agent.id < best.id)) {
        best = agent;
        least = left;
      }
    }
    return best;
  }

  /** Infinity where it does not fit. */
  #leftOver({ free }: Agent, wanted: Readonly<Vector>): number {
    let left = 0;
    for (const key of this.plainKeys) {
      if (wanted[key]! > free[key]!) return Number.POSITIVE_INFINITY;
      if (this.total[key]! > 0) left += (free[key]! - wanted[key]!) / this.total[key]!;
    }
    return left;
  }

  // ---- Amounts ------------------------------------------------------------------------------------------------------

  /** A new vector of zeros. */
  zeros(): Vector {
    return this.#mirror.zeros();
  }

  /** The amount of a resource over all its kinds: plain, reserved, revocable. */
  quantity(resources: Readonly<Vector>, plainKey: number): number {
    return this.#mirror.quantity(resources, plainKey);
  }

  /**
   * A new vector of `cpus:4;mem:1024`; also `cpus(prod):2` and `cpus{REV}:1`.
   * @throws Error for another text, and for resources that the run does not know
   */
  resources(text: string): Vector {
    return parseResources(text, this.keys);
  }

  /** `cpus:4;mem:1024`: keys in byte order, no trailing zeros, what is zero left out. */
  text(resources: Readonly<Vector>): string {
    return formatResources(resources, this.keys);
  }

  // ---- Decisions ----------------------------------------------------------------------------------------------------

  /**
   * Offers resources of an agent to a framework in a role. More of the same framework, role and agent in one call is added to
   * the same offer; of several reasons the last one stands.
   *
   * @throws Error when the vector has another length or an amount below zero, or the offer would lend from two owners
   */
  offer(subscription: Subscription, agent: Agent, resources: Readonly<Vector>, extras: OfferExtras = {}): void {
    this.#decisions.offer(subscription, agent, resources, extras);
  }

  /** Whether this call has offered, to this framework, role and agent, something lent by another owner already. */
  lendsFromOther(subscription: Subscription, agent: Agent, owner: Role): boolean {
    return this.#decisions.lendsFromOther(subscription as MirrorSubscription, agent, owner);
  }

  /**
   * Takes a revocable task's resources back for a role: the framework has until the deadline, then the task is killed.
   * Where the scenario bounds preemption it may be spared: then `revocationDenied` is heard, and `reclaimedFor` is null again.
   *
   * @param deadline microseconds
   * @param why the reason, for people: at most 1 KiB
   */
  revoke(task: Task, deadline: number, role: Role, why?: string): void {
    this.#decisions.revoke(task, deadline, role, why);
  }

  /**
   * Asks a framework to hand back resources of an agent until a deadline; nothing is enforced.
   *
   * @param deadline microseconds
   * @param why the reason, for people: at most 1 KiB
   */
  inverseOffer(framework: Framework, agent: Agent, resources: Readonly<Vector>, deadline: number, why?: string): void {
    this.#decisions.inverseOffer(framework, agent, resources, deadline, why);
  }

  /**
   * Asks to be called again at a time, whatever happens until then; replaces an earlier wish.
   * @param t microseconds, later than now
   */
  wake(t: number): void {
    this.#decisions.wake(t);
  }

  /**
   * Reports one of the allocator's own numbers, as of now: it comes out in the results, and its last value is the metric
   * `script.NAME` of the run. It is part of no hash.
   *
   * @param name letters, digits, `.`, `_`, `-`
   * @param value any finite number
   * @param unit the same each time; `share` is shown as per cent
   * @throws Error for another name or value
   */
  metric(name: string, value: number, unit = ""): void {
    this.#decisions.metric(name, value, unit);
  }
}

const NAMED = new WeakMap<Cluster, readonly Agent[] | null>();

/**
 * Says which agents a call is about.
 * @param named those that the call names, whether they may be offered or not; null: all
 * @internal
 */
export function setCandidates(cluster: Cluster, candidates: readonly Agent[], named: readonly Agent[] | null): void {
  (cluster as { candidates: readonly Agent[] }).candidates = candidates;
  NAMED.set(cluster, named);
}

/**
 * The agents that a call is about, also those that may not be offered or have nothing left: their frameworks may be asked to
 * leave them.
 * @internal
 */
export function agentsOfCall(cluster: Cluster): readonly Agent[] {
  return NAMED.get(cluster) ?? cluster.agents;
}
