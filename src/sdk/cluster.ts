import type {
  Agent,
  Filter,
  Framework,
  Holding,
  Metric,
  OfferDraft,
  ResourceKey,
  RevocationDraft,
  Role,
  Setup,
  Subscription,
  Task,
  Use,
  Vector,
} from "./model.js";

/**
 * The cluster as an allocator script sees it: a mirror of the host's state, kept by the SDK from the operations that
 * cross the wire, and the place where a script says what it decides. The same mirror stands in `workbench.lua`,
 * `workbench/mirror.py` and `workbench/sdk.h`, with the same names in each language's spelling, so that an algorithm can be moved
 * from one to another line by line.
 */
export class Cluster {
  /** Virtual time of this call. */
  t = 0;
  /** Whether this call is the interval's tick. */
  tick = false;
  readonly parameters: Setup["parameters"];
  readonly options: Setup["options"];
  readonly keys: ResourceKey[] = [];
  /** Ids of the unreserved, non-revocable keys. */
  readonly plainKeys: number[] = [];
  readonly agents: Agent[];
  readonly frameworks: Framework[];
  readonly roles: Role[];
  /** Running tasks by id, in the order in which they started. */
  readonly tasks = new Map<number, Task>();
  /** Sum over all agents, by plain key, whatever the kind. */
  total: Vector = [];
  /** Unreserved, non-revocable resources that nobody holds, over all agents. */
  free: Vector = [];
  readonly offers = new Map<string, OfferDraft>();
  readonly revocations: RevocationDraft[] = [];
  readonly metrics: Metric[] = [];
  wakeAt = -1;
  /** By agent. */
  readonly #filters: Filter[][];
  /** Of frameworks that are not there yet. */
  #awaited: Use[] = [];

  constructor(setup: Setup) {
    this.parameters = setup.parameters;
    this.options = setup.options;
    this.agents = setup.agents.map((name, id) => ({
      id,
      name,
      there: false,
      active: true,
      whitelisted: true,
      total: [],
      taken: [],
      holdings: new Map(),
      unavailableFrom: -1,
      unavailableFor: -1,
    }));
    this.frameworks = setup.frameworks.map((name, id) => ({
      id,
      name,
      there: false,
      active: false,
      revocable: false,
      gpus: false,
      requests: [],
    }));
    this.roles = setup.roles.map((name, id) => ({
      id,
      name,
      weight: 1,
      guarantee: null,
      limit: null,
      held: [],
      used: [],
      lent: [],
      count: 0,
      subscriptions: [],
    }));
    this.#filters = setup.agents.map(() => []);
    this.addResourceKeys(setup.resourceKeys);
  }

  /** Every vector gets a place for each new key. */
  addResourceKeys(keys: readonly Omit<ResourceKey, "id">[]): void {
    for (const key of keys) {
      const id = this.keys.length;
      this.keys.push({ id, ...key });
      if (key.plain === id) this.plainKeys.push(id);
    }
    const size = this.keys.length;
    for (const vector of this.#vectors()) while (vector.length < size) vector.push(0);
    for (const { limit } of this.roles) while (limit !== null && limit.length < size) limit.push(-1);
  }

  *#vectors(): Iterable<Vector> {
    yield this.total;
    yield this.free;
    for (const agent of this.agents) {
      yield agent.total;
      yield agent.taken;
      for (const holding of agent.holdings.values()) {
        yield holding.held;
        yield holding.offered;
        yield* holding.lent.values();
      }
    }
    for (const role of this.roles) {
      yield role.held;
      yield role.used;
      yield role.lent;
      if (role.guarantee !== null) yield role.guarantee;
      for (const subscription of role.subscriptions) {
        yield subscription.held;
        yield subscription.offered;
      }
    }
    for (const framework of this.frameworks) for (const request of framework.requests) yield request.resources;
    for (const task of this.tasks.values()) yield task.resources;
    for (const filters of this.#filters) for (const filter of filters) yield filter.refused;
    for (const use of this.#awaited) yield use.resources;
  }

  /** A vector of zeros. */
  zeros(): Vector {
    return new Array(this.keys.length).fill(0);
  }

  // ---- What a script asks -------------------------------------------------------------------------------------------

  /** What nobody holds of a key on an agent; 0 where the agent is over-allocated. */
  available(agent: Agent, key: number): number {
    return Math.max(0, (agent.total[key] as number) - (agent.taken[key] as number));
  }

  /** Whether the agent's resources may be offered at all. */
  isOfferable(agent: Agent): boolean {
    return agent.there && agent.active && agent.whitelisted;
  }

  /** Whether a framework wants offers in a role. */
  wantsOffers(subscription: Subscription): boolean {
    const framework = this.frameworks[subscription.framework] as Framework;
    return framework.there && framework.active && subscription.subscribed && !subscription.suppressed;
  }

  /** The role's dominant share: the largest held / total over the resource names, divided by the role's weight. */
  roleShare(role: Role): number {
    return this.#dominantShare(role.held) / role.weight;
  }

  /** The framework's dominant share within a role. */
  subscriptionShare(subscription: Subscription): number {
    return this.#dominantShare(subscription.held);
  }

  #dominantShare(held: Vector): number {
    let share = 0;
    for (const key of this.plainKeys) {
      const total = this.total[key] as number;
      if (total <= 0 || this.options.fairnessExclude.includes((this.keys[key] as ResourceKey).name)) continue;
      const ratio = (held[key] as number) / total;
      if (ratio > share) share = ratio;
    }
    return share;
  }

  /** Roles that have a framework which wants offers; lowest share first, then fewest offers, then name. */
  rolesByShare(): Role[] {
    return this.roles
      .filter((role) => role.subscriptions.some((subscription) => this.wantsOffers(subscription)))
      .map((role) => ({ role, share: this.roleShare(role) }))
      .sort((a, b) => a.share - b.share || a.role.count - b.role.count || a.role.id - b.role.id)
      .map(({ role }) => role);
  }

  /** The subscriptions of a role that want offers; lowest share first, then fewest offers, then name. */
  subscriptionsByShare(role: Role): Subscription[] {
    return role.subscriptions
      .filter((subscription) => this.wantsOffers(subscription))
      .map((subscription) => ({ subscription, share: this.subscriptionShare(subscription) }))
      .sort(
        (a, b) =>
          a.share - b.share ||
          a.subscription.count - b.subscription.count ||
          a.subscription.framework - b.subscription.framework,
      )
      .map(({ subscription }) => subscription);
  }

  /** Whether the resources are worth an offer: they hold one of the minimal quantities (by name, over all kinds). */
  isAllocatable(resources: Vector): boolean {
    const alternatives = this.options.minAllocatable;
    if (alternatives.length === 0) return resources.some((amount) => amount > 0);
    return alternatives.some((alternative) =>
      alternative.every(([plain, minimum]) => this.quantity(resources, plain) >= minimum),
    );
  }

  /** The amount of a resource over all its kinds: plain, reserved, revocable. */
  quantity(resources: Vector, plain: number): number {
    let sum = 0;
    for (const key of this.keys) if (key.plain === plain) sum += resources[key.id] as number;
    return sum;
  }

  /** Whether a framework without the GPU capability must be kept away from an agent that has gpus. */
  isGpuAgentClosedTo(agent: Agent, framework: Framework): boolean {
    if (!this.options.filterGpuResources || framework.gpus) return false;
    return this.keys.some((key) => key.name === "gpus" && (agent.total[key.id] as number) > 0);
  }

  /** Whether the framework has refused these resources, or more, on this agent a while ago. */
  isFiltered(framework: number, role: number, agent: number, resources: Vector): boolean {
    return (this.#filters[agent] as Filter[]).some(
      (filter) =>
        filter.framework === framework &&
        filter.role === role &&
        this.#isInForce(filter) &&
        resources.every((amount, key) => amount <= (filter.refused[key] as number)),
    );
  }

  /** A filter made just after the previous tick still blocks this one, even when it ends at this very moment (F3). */
  #isInForce(filter: Filter): boolean {
    if (filter.until > this.t) return true;
    return this.tick && filter.until === this.t && filter.madeAt === this.t - this.options.allocationInterval;
  }

  // ---- What a script decides ----------------------------------------------------------------------------------------

  /**
   * Offers resources of an agent to a framework in a role. The mirror counts them as held at once. More of the same
   * framework, role and agent in one call is added to the same offer.
   *
   * @param owner the role whose unused guarantee or reservation is lent: then `resources` are offered as revocable; -1: a
   *   plain offer
   * @param why the reason, for people: at most 1 KiB. Of several for the same offer the last one stands
   * @throws Error when an offer would lend from two owners
   */
  offer(
    framework: number,
    role: number,
    agent: number,
    resources: Vector,
    owner = -1,
    why: string | null = null,
  ): void {
    const id = `${framework},${role},${agent}`;
    let draft = this.offers.get(id);
    if (draft === undefined) {
      draft = { framework, role, agent, resources: this.zeros(), owner: -1, lent: this.zeros(), why: null };
      this.offers.set(id, draft);
      (this.roles[role] as Role).count++;
      this.#subscription(framework, role).count++;
    }
    if (owner >= 0 && draft.owner >= 0 && draft.owner !== owner) throw new Error("an offer lends from one owner only");
    if (owner >= 0) draft.owner = owner;
    if (why !== null) draft.why = why;
    for (let key = 0; key < resources.length; key++) {
      const amount = resources[key] as number;
      if (amount <= 0) continue;
      const offered = owner >= 0 ? this.#revocableOf(key) : key;
      draft.resources[offered] = (draft.resources[offered] as number) + amount;
      if (owner >= 0) draft.lent[key] = (draft.lent[key] as number) + amount;
      this.#take(this.agents[agent] as Agent, key, amount);
      this.#hold(framework, role, agent, offered, amount);
      this.#await(framework, role, agent, offered, amount);
      if (owner >= 0) this.#lend(framework, role, agent, owner, key, amount);
    }
  }

  /** Whether this call has offered, to this framework, role and agent, something lent by another owner already. */
  lendsFromOther(framework: number, role: number, agent: number, owner: number): boolean {
    const draft = this.offers.get(`${framework},${role},${agent}`);
    return draft !== undefined && draft.owner >= 0 && draft.owner !== owner;
  }

  /** Takes a revocable task's resources back for a role: the framework has until the deadline, then the task is killed. */
  revoke(task: Task, deadline: number, role: number, why: string | null = null): void {
    task.reclaimedFor = role;
    this.revocations.push({ task, deadline, why });
  }

  /**
   * Reports one of the script's own numbers: it comes out in the results as `script.NAME`.
   *
   * @param name letters, digits, `.`, `_`, `-`
   * @param unit the same one each time; "share" is shown as per cent
   * @throws Error when the name has other characters, or the value is not finite
   */
  metric(name: string, value: number, unit = ""): void {
    if (!/^[A-Za-z0-9._-]+$/.test(name)) throw new Error(`a metric's name has letters, digits, . _ - only: ${name}`);
    if (!Number.isFinite(value)) throw new Error(`metric ${name}: ${value} is not a finite number`);
    this.metrics.push({ name, unit, value });
  }

  /** Asks to be called again at a time, whatever happens until then. */
  wake(t: number): void {
    this.wakeAt = t;
  }

  // ---- What the wire tells ------------------------------------------------------------------------------------------

  updateQuota(role: number, guarantees: Vector, limits: Vector): void {
    const account = this.roles[role] as Role;
    account.guarantee = guarantees.some((amount) => amount > 0) ? guarantees : null;
    account.limit = limits.some((amount) => amount >= 0) ? limits : null;
  }

  addFramework(id: number, active: boolean): void {
    const framework = this.frameworks[id] as Framework;
    framework.there = true;
    framework.active = active;
    for (const use of this.#awaited) if (use.framework === id) this.#count(use);
    this.#awaited = this.#awaited.filter((use) => use.framework !== id);
  }

  /** Its roles from now on; filters go for roles that it leaves or that are no longer suppressed. */
  subscribe(framework: number, roles: readonly number[], suppressed: readonly number[]): void {
    for (const role of this.roles) {
      const known = role.subscriptions.find((subscription) => subscription.framework === framework);
      const subscribed = roles.includes(role.id);
      if (known === undefined && !subscribed) continue;
      const subscription = known ?? this.#subscription(framework, role.id);
      const suppressedNow = suppressed.includes(role.id);
      if (!subscribed || (subscription.suppressed && !suppressedNow)) this.clearFilters(framework, role.id);
      subscription.subscribed = subscribed;
      subscription.suppressed = suppressedNow;
      this.#dropIfUnused(subscription);
    }
  }

  removeFramework(id: number): void {
    for (const agent of this.agents) {
      for (const holding of [...agent.holdings.values()]) {
        if (holding.framework === id) this.#release(agent, holding, holding.held.slice(), holding.offered.slice());
      }
    }
    for (const task of [...this.tasks.values()]) if (task.framework === id) this.tasks.delete(task.id);
    for (const role of this.roles) this.clearFilters(id, role.id);
    const framework = this.frameworks[id] as Framework;
    framework.there = false;
    framework.active = false;
    framework.requests = [];
    for (const role of this.roles) this.#dropSubscription(role, id);
  }

  setFrameworkActive(id: number, active: boolean): void {
    (this.frameworks[id] as Framework).active = active;
    if (!active) for (const role of this.roles) this.clearFilters(id, role.id);
  }

  /** Roles empty: all that it is subscribed to. Reviving clears its filters there. */
  setSuppressed(framework: number, roles: readonly number[], suppressed: boolean): void {
    for (const role of this.roles) {
      for (const subscription of role.subscriptions) {
        if (subscription.framework !== framework || !subscription.subscribed) continue;
        if (roles.length > 0 && !roles.includes(role.id)) continue;
        subscription.suppressed = suppressed;
        if (!suppressed) this.clearFilters(framework, role.id);
      }
    }
  }

  addAgent(id: number, total: Vector): void {
    const agent = this.agents[id] as Agent;
    agent.there = true;
    agent.active = true;
    agent.taken = this.zeros();
    this.setUnavailable(id, -1, -1);
    this.setAgentTotal(id, total);
  }

  /** In use since before the agent joined. In a framework's share it counts once the framework is there (L1). */
  use(framework: number, role: number, agent: number, resources: Vector): void {
    for (const [key, amount] of resources.entries()) {
      if (amount > 0) this.#take(this.agents[agent] as Agent, key, amount);
    }
    const use = { framework, role, agent, resources };
    if ((this.frameworks[framework] as Framework).there) this.#count(use);
    else this.#awaited.push(use);
  }

  setAgentTotal(id: number, total: Vector): void {
    const agent = this.agents[id] as Agent;
    for (const { id: key, plain } of this.keys) {
      const before = this.available(agent, key);
      this.total[plain] = (this.total[plain] as number) + (total[key] as number) - (agent.total[key] as number);
      agent.total[key] = total[key] as number;
      if (key === plain) this.free[key] = (this.free[key] as number) + this.available(agent, key) - before;
    }
  }

  removeAgent(id: number): void {
    const agent = this.agents[id] as Agent;
    for (const holding of [...agent.holdings.values()])
      this.#release(agent, holding, holding.held.slice(), holding.offered.slice());
    for (const task of [...this.tasks.values()]) if (task.agent === id) this.tasks.delete(task.id);
    this.setAgentTotal(id, this.zeros());
    agent.there = false;
    this.#filters[id] = [];
    this.#awaited = this.#awaited.filter((use) => use.agent !== id);
  }

  setUnavailable(id: number, from: number, duration: number): void {
    const agent = this.agents[id] as Agent;
    agent.unavailableFrom = from;
    agent.unavailableFor = duration;
  }

  /** What nobody holds becomes something else: reserved, unreserved. */
  convertAvailable(id: number, from: Vector, to: Vector): void {
    const { total } = this.agents[id] as Agent;
    this.setAgentTotal(
      id,
      total.map((amount, key) => amount - (from[key] as number) + (to[key] as number)),
    );
  }

  /** What a framework has been offered becomes something else. */
  convertOffered(framework: number, role: number, agent: number, from: Vector, to: Vector): void {
    const account = this.agents[agent] as Agent;
    const holding = account.holdings.get(this.#slot(framework, role));
    if (!account.there || holding === undefined) return;
    for (const [key, amount] of to.entries()) {
      if (amount <= 0) continue;
      this.#take(account, key, amount);
      this.#hold(framework, role, agent, key, amount);
      this.#await(framework, role, agent, key, amount);
    }
    this.#release(account, holding, from, from);
    this.convertAvailable(agent, from, to);
  }

  /** A part of an offer is in use now. */
  accept(framework: number, role: number, agent: number, resources: Vector): void {
    for (let key = 0; key < resources.length; key++) {
      const amount = resources[key] as number;
      if (amount > 0) this.#await(framework, role, agent, key, -amount);
    }
    this.#meetDemand(framework, resources);
  }

  startTask(id: number, framework: number, role: number, agent: number, resources: Vector): void {
    const revocable = this.keys.some((key) => key.revocable && (resources[key.id] as number) > 0);
    this.tasks.set(id, { id, framework, role, agent, startedAt: this.t, resources, revocable, reclaimedFor: -1 });
  }

  /** Resources come back, out of use or unanswered; with `filterDuration` >= 0 the framework does not want them again so soon. */
  recover(
    framework: number,
    role: number,
    agent: number,
    resources: Vector,
    wasInUse: boolean,
    filterDuration: number,
  ): void {
    const account = this.agents[agent] as Agent;
    const holding = account.holdings.get(this.#slot(framework, role));
    if (!account.there || holding === undefined) return;
    this.#release(account, holding, resources, wasInUse ? this.zeros() : resources);
    if (filterDuration < 0) return;
    const filters = (this.#filters[agent] as Filter[]).filter((filter) => filter.until >= this.t);
    filters.push({ framework, role, refused: resources, madeAt: this.t, until: this.t + filterDuration });
    this.#filters[agent] = filters;
  }

  clearFilters(framework: number, role: number): void {
    for (const [agent, filters] of this.#filters.entries()) {
      if (filters.length === 0) continue;
      this.#filters[agent] = filters.filter((filter) => filter.framework !== framework || filter.role !== role);
    }
  }

  // ---- Bookkeeping --------------------------------------------------------------------------------------------------

  #slot(framework: number, role: number): number {
    return framework * this.roles.length + role;
  }

  #subscription(framework: number, role: number): Subscription {
    const { subscriptions } = this.roles[role] as Role;
    let at = 0;
    while (at < subscriptions.length && (subscriptions[at] as Subscription).framework < framework) at++;
    const known = subscriptions[at];
    if (known?.framework === framework) return known;
    const added = {
      framework,
      role,
      subscribed: false,
      suppressed: false,
      held: this.zeros(),
      offered: this.zeros(),
      count: 0,
    };
    subscriptions.splice(at, 0, added);
    return added;
  }

  #dropIfUnused(subscription: Subscription): void {
    if (subscription.subscribed || subscription.held.some((amount) => amount > 0)) return;
    this.#dropSubscription(this.roles[subscription.role] as Role, subscription.framework);
  }

  /** A role that its last framework has left counts its offers anew (S8: the count goes with the sorter's node). */
  #dropSubscription(role: Role, framework: number): void {
    role.subscriptions = role.subscriptions.filter((subscription) => subscription.framework !== framework);
    if (role.subscriptions.length === 0) role.count = 0;
  }

  #revocableOf(key: number): number {
    const { name } = this.keys[key] as ResourceKey;
    return (this.keys.find((other) => other.name === name && other.revocable) as ResourceKey).id;
  }

  /** Takes (or, with a negative amount, gives back) an agent's resources. */
  #take(agent: Agent, key: number, amount: number): void {
    const before = this.available(agent, key);
    agent.taken[key] = (agent.taken[key] as number) + amount;
    if ((this.keys[key] as ResourceKey).plain !== key) return;
    this.free[key] = (this.free[key] as number) + this.available(agent, key) - before;
  }

  #count({ framework, role, agent, resources }: Use): void {
    (this.roles[role] as Role).count++;
    this.#subscription(framework, role).count++;
    for (const [key, amount] of resources.entries()) if (amount > 0) this.#hold(framework, role, agent, key, amount);
  }

  #hold(framework: number, role: number, agent: number, key: number, amount: number): void {
    const { plain } = this.keys[key] as ResourceKey;
    const account = this.roles[role] as Role;
    const subscription = this.#subscription(framework, role);
    const { holdings } = this.agents[agent] as Agent;
    let holding = holdings.get(this.#slot(framework, role));
    if (holding === undefined) {
      holding = { framework, role, held: this.zeros(), offered: this.zeros(), lent: new Map() };
      holdings.set(this.#slot(framework, role), holding);
    }
    holding.held[key] = (holding.held[key] as number) + amount;
    account.held[plain] = (account.held[plain] as number) + amount;
    subscription.held[plain] = (subscription.held[plain] as number) + amount;
    if (key === plain) account.used[key] = (account.used[key] as number) + amount;
  }

  /** Offered and not answered yet (or, with a negative amount, answered now). */
  #await(framework: number, role: number, agent: number, key: number, amount: number): void {
    const holding = (this.agents[agent] as Agent).holdings.get(this.#slot(framework, role));
    if (holding === undefined) return;
    const subscription = this.#subscription(framework, role);
    const { plain } = this.keys[key] as ResourceKey;
    holding.offered[key] = (holding.offered[key] as number) + amount;
    subscription.offered[plain] = (subscription.offered[plain] as number) + amount;
  }

  /** A task that starts is demand met, before the framework says so itself. */
  #meetDemand(framework: number, resources: Vector): void {
    const met = (this.frameworks[framework] as Framework).requests.find(
      (request) =>
        request.count > 0 &&
        this.plainKeys.every((plain) => this.quantity(resources, plain) === (request.resources[plain] as number)),
    );
    if (met !== undefined) met.count--;
  }

  #lend(framework: number, role: number, agent: number, owner: number, key: number, amount: number): void {
    const { lent } = (this.agents[agent] as Agent).holdings.get(this.#slot(framework, role)) as Holding;
    const fromOwner = lent.get(owner) ?? this.zeros();
    fromOwner[key] = (fromOwner[key] as number) + amount;
    lent.set(owner, fromOwner);
    const account = this.roles[owner] as Role;
    const { plain } = this.keys[key] as ResourceKey;
    account.lent[plain] = (account.lent[plain] as number) + amount;
  }

  /** Gives back: of revocable amounts first what is lent, owners by id, then the agent's own (as the host's ledger does). */
  #release(agent: Agent, holding: Holding, resources: Vector, unanswered: Vector): void {
    for (let key = 0; key < resources.length; key++) {
      const amount = resources[key] as number;
      if (amount <= 0) continue;
      this.#await(holding.framework, holding.role, agent.id, key, -(unanswered[key] as number));
      this.#hold(holding.framework, holding.role, agent.id, key, -amount);
      let own = amount;
      if ((this.keys[key] as ResourceKey).revocable) own -= this.#returnLent(agent, holding, key, amount);
      this.#take(agent, key, -own);
    }
    if (holding.held.every((amount) => amount === 0))
      agent.holdings.delete(this.#slot(holding.framework, holding.role));
    this.#dropIfUnused(this.#subscription(holding.framework, holding.role));
  }

  #returnLent(agent: Agent, holding: Holding, revocableKey: number, amount: number): number {
    const { plain } = this.keys[revocableKey] as ResourceKey;
    let returned = 0;
    for (const owner of [...holding.lent.keys()].sort((a, b) => a - b)) {
      const fromOwner = holding.lent.get(owner) as Vector;
      for (const key of this.keys) {
        if (key.plain !== plain) continue;
        const part = Math.min(fromOwner[key.id] as number, amount - returned);
        fromOwner[key.id] = (fromOwner[key.id] as number) - part;
        (this.roles[owner] as Role).lent[plain] = ((this.roles[owner] as Role).lent[plain] as number) - part;
        this.#take(agent, key.id, -part);
        returned += part;
      }
    }
    return returned;
  }
}
