import type { Allocator, AllocatorContext } from "../../../src/allocator/allocator.js";
import type { Decisions, Offer } from "../../../src/allocator/decisions.js";
import type { Operation, OperationOf, TimedOperation } from "../../../src/allocator/operations.js";
import type { Micros } from "../../../src/base/time.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../../../src/cluster/ids.js";
import {
  add,
  amountOf,
  contains,
  filterResources,
  isEmpty,
  NO_RESOURCES,
  quantities,
  type Resources,
  subtract,
} from "../../../src/cluster/resources.js";
import { PlainRoleTree } from "./plain-role-tree.js";

interface Holding {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  resources: Resources;
}

interface Framework {
  active: boolean;
  roles: RoleId[];
  suppressed: RoleId[];
  readonly capabilities: readonly string[];
}

interface Filter {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  readonly refused: Resources;
  readonly madeAt: Micros;
  readonly duration: Micros;
}

/**
 * The rules of the hierarchical allocator told plainly, for comparison: nothing is kept that can be worked out,
 * nothing is skipped, everything is sorted anew whenever it is looked at. Slow, and meant to be read beside the
 * rules.
 */
export class PlainAllocator implements Allocator {
  readonly triggers = [];
  readonly #context: AllocatorContext;
  readonly #agents = new Map<AgentId, { total: Resources; active: boolean }>();
  readonly #frameworks = new Map<FrameworkId, Framework>();
  readonly #quotas = new Map<RoleId, { guarantees: Resources; limits: Resources }>();
  readonly #tree: PlainRoleTree;
  /** Allocation counts of the tracked frameworks, by role. */
  readonly #tracked = new Map<RoleId, Map<FrameworkId, number>>();
  #holdings: Holding[] = [];
  #filters: Filter[] = [];
  #whitelist: readonly AgentId[] | null = null;

  constructor(context: AllocatorContext) {
    this.#context = context;
    this.#tree = new PlainRoleTree(context.options.weightUpdates === "cached");
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    for (const event of events) this.#apply(event.t, event.operation);
    const cause = events.at(-1)?.operation;
    const offers = this.#cycle(t, cause?.op === "allocate" && !cause.wake, candidates ?? [...this.#agents.keys()]);
    return { offers, inverseOffers: [], revocations: [], wakeAt: null };
  }

  close(): void {}

  #apply(t: Micros, operation: Operation): void {
    switch (operation.op) {
      case "updateWeights":
        for (const { role, weight } of operation.weights) this.#tree.updateWeight(this.#name(role), weight);
        return;
      case "updateQuota":
        if (isEmpty(operation.guarantees) && isEmpty(operation.limits)) this.#quotas.delete(operation.role);
        else this.#quotas.set(operation.role, operation);
        return;
      case "updateWhitelist":
        this.#whitelist = operation.agents;
        return;
      case "addAgent":
        this.#agents.set(operation.agent, { total: operation.total, active: true });
        for (const use of operation.used) this.#hold({ ...use, agent: operation.agent });
        return;
      case "updateAgent":
        this.#agents.set(operation.agent, { ...this.#agent(operation.agent), total: operation.total });
        return;
      case "activateAgent":
      case "deactivateAgent":
        this.#agent(operation.agent).active = operation.op === "activateAgent";
        return;
      case "removeAgent":
        for (const holding of this.#holdings.filter((h) => h.agent === operation.agent)) {
          this.#release(holding, holding.resources);
        }
        this.#agents.delete(operation.agent);
        this.#filters = this.#filters.filter((f) => f.agent !== operation.agent);
        return;
      case "recoverResources":
        this.#recover(t, operation);
        return;
    }
    this.#applyToFramework(operation);
  }

  #applyToFramework(operation: Operation): void {
    if (operation.op === "addFramework") {
      const { active, roles, suppressedRoles, capabilities } = operation;
      const framework = { active, roles: [...roles], suppressed: [...suppressedRoles], capabilities };
      this.#frameworks.set(operation.framework, framework);
      for (const role of roles) this.#track(operation.framework, role);
      for (const { framework: id, role } of this.#holdings) if (id === operation.framework) this.#count(id, role);
      return;
    }
    if (!("framework" in operation)) return;
    const id = operation.framework;
    const framework = this.#frameworks.get(id) as Framework;
    switch (operation.op) {
      case "removeFramework":
        for (const h of this.#holdings.filter((holding) => holding.framework === id)) this.#release(h, h.resources);
        this.#frameworks.delete(id);
        this.#filters = this.#filters.filter((f) => f.framework !== id);
        for (const role of [...this.#tracked.keys()]) this.#untrack(id, role);
        return;
      case "activateFramework":
        framework.active = true;
        return;
      case "deactivateFramework":
        framework.active = false;
        this.#filters = this.#filters.filter((f) => f.framework !== id);
        return;
      case "suppressOffers":
        framework.suppressed.push(...(operation.roles.length === 0 ? framework.roles : operation.roles));
        return;
      case "reviveOffers": {
        const roles = operation.roles.length === 0 ? framework.roles : operation.roles;
        framework.suppressed = framework.suppressed.filter((role) => !roles.includes(role));
        this.#unfilter(id, roles);
        return;
      }
      case "updateFramework": {
        const left = framework.roles.filter((role) => !operation.roles.includes(role));
        const revived = framework.suppressed.filter((role) => !operation.suppressedRoles.includes(role));
        framework.roles = [...operation.roles];
        framework.suppressed = [...operation.suppressedRoles];
        for (const role of framework.roles) this.#track(id, role);
        this.#unfilter(id, [...left, ...revived]);
        for (const role of left) this.#untrackIfEmpty(id, role);
      }
    }
  }

  #recover(t: Micros, { framework, role, agent, resources, refuse }: OperationOf<"recoverResources">): void {
    const holding = this.#holdings.find((h) => h.framework === framework && h.role === role && h.agent === agent);
    if (holding === undefined) return;
    this.#release(holding, resources);
    if (refuse === null || refuse === 0) return;
    const wanted = refuse < 0 ? 5_000_000 : Math.min(refuse, 365 * 86_400_000_000);
    const duration = Math.max(wanted, this.#context.options.allocationInterval);
    this.#filters.push({ framework, role, agent, refused: resources, madeAt: t, duration });
  }

  #hold(taken: Holding): void {
    const { framework, role, agent, resources } = taken;
    const holding = this.#holdings.find((h) => h.framework === framework && h.role === role && h.agent === agent);
    if (holding === undefined) this.#holdings.push({ ...taken });
    else holding.resources = add(holding.resources, resources);
    if (!this.#frameworks.has(framework)) return;
    this.#count(framework, role);
  }

  #count(framework: FrameworkId, role: RoleId): void {
    this.#track(framework, role);
    const counts = this.#tracked.get(role) as Map<FrameworkId, number>;
    counts.set(framework, (counts.get(framework) as number) + 1);
    this.#tree.countAllocation(this.#name(role));
  }

  #release(holding: Holding, resources: Resources): void {
    holding.resources = subtract(holding.resources, resources);
    this.#holdings = this.#holdings.filter((h) => !isEmpty(h.resources));
    if (this.#frameworks.has(holding.framework)) this.#untrackIfEmpty(holding.framework, holding.role);
  }

  #track(framework: FrameworkId, role: RoleId): void {
    const counts = this.#tracked.get(role) ?? new Map<FrameworkId, number>();
    if (counts.size === 0) this.#tree.add(this.#name(role));
    if (!counts.has(framework)) counts.set(framework, 0);
    this.#tracked.set(role, counts);
  }

  #untrack(framework: FrameworkId, role: RoleId): void {
    const counts = this.#tracked.get(role);
    if (counts?.delete(framework) !== true || counts.size > 0) return;
    this.#tracked.delete(role);
    this.#tree.remove(this.#name(role));
  }

  #untrackIfEmpty(framework: FrameworkId, role: RoleId): void {
    const isSubscribed = this.#frameworks.get(framework)?.roles.includes(role) === true;
    const holds = this.#holdings.some((h) => h.framework === framework && h.role === role);
    if (!isSubscribed && !holds) this.#untrack(framework, role);
  }

  #unfilter(framework: FrameworkId, roles: readonly RoleId[]): void {
    this.#filters = this.#filters.filter((f) => f.framework !== framework || !roles.includes(f.role));
  }

  #cycle(t: Micros, isTick: boolean, candidates: readonly AgentId[]): Offer[] {
    const agents = candidates
      .filter((agent) => this.#agents.get(agent)?.active === true)
      .filter((agent) => this.#whitelist === null || this.#whitelist.includes(agent))
      .sort((a, b) => a - b);
    const { allocationInterval } = this.#context.options;
    this.#filters = this.#filters.filter(({ madeAt, duration }) => {
      const expiry = madeAt + duration;
      return t < expiry || (isTick && t === expiry && madeAt === t - allocationInterval);
    });
    const run = this.#openRun();
    const offers: Offer[] = [];
    for (const agent of agents) for (const role of this.#sortedRoles()) this.#guarantee(run, role, agent, offers);
    for (const agent of agents) for (const role of this.#sortedRoles()) this.#remainder(run, role, agent, offers);
    return offers;
  }

  #openRun(): Run {
    const consumed = new Map<RoleId, Resources>();
    let required = NO_RESOURCES;
    for (const [role, { guarantees }] of this.#quotas) {
      let used = NO_RESOURCES;
      for (const { total } of this.#agents.values()) {
        used = add(
          used,
          this.#sum(total, (key) => this.#isReservedWithin(key, role)),
        );
      }
      for (const holding of this.#known()) {
        if (this.#isWithin(holding.role, role)) used = add(used, this.#sum(holding.resources, this.#isPlain));
      }
      consumed.set(role, used);
      required = add(required, subtract(guarantees, used));
    }
    return { consumed, required, available: this.#headroom() };
  }

  #headroom(): Resources {
    let total = NO_RESOURCES;
    let idleRevocable = NO_RESOURCES;
    let reserved = NO_RESOURCES;
    for (const [agent, { total: ofAgent }] of this.#agents) {
      total = add(
        total,
        this.#sum(ofAgent, () => true),
      );
      reserved = add(reserved, this.#sum(ofAgent, this.#isReserved));
      idleRevocable = add(idleRevocable, this.#sum(this.#available(agent), this.#isRevocable));
    }
    let taken = NO_RESOURCES;
    let takenReserved = NO_RESOURCES;
    for (const { resources } of this.#known()) {
      taken = add(
        taken,
        this.#sum(resources, () => true),
      );
      takenReserved = add(takenReserved, this.#sum(resources, this.#isReserved));
    }
    return subtract(subtract(subtract(total, taken), subtract(reserved, takenReserved)), idleRevocable);
  }

  #guarantee(run: Run, role: RoleId, agent: AgentId, offers: Offer[]): void {
    const quota = this.#quotas.get(role);
    if (quota === undefined) return;
    for (const framework of this.#sortedFrameworks(role)) {
      const unsatisfied = subtract(quota.guarantees, run.consumed.get(role) as Resources);
      if (isEmpty(unsatisfied)) return;
      const whole = this.#offerable(framework, role, agent);
      if (whole === undefined) continue;
      const plain = this.#sum(whole, this.#isPlain);
      const guaranteed = cut(plain, unsatisfied, 0);
      if (isEmpty(guaranteed)) continue;
      const limitsLeft = this.#limitsLeft(run, role, guaranteed);
      let extra = cut(subtract(plain, guaranteed), limitsLeft, Number.POSITIVE_INFINITY);
      if (!isEmpty(run.required)) extra = cut(extra, subtract(run.available, run.required), 0);
      const given = add(guaranteed, extra);
      const others = filterResources(whole, (key, amount) => {
        const { reservation } = this.#key(key);
        return this.#isRevocable(key) || reservation === role ? amount : 0;
      });
      const offer = add(given, others);
      if (!this.#isWelcome(framework, role, agent, offer)) continue;
      run.required = subtract(run.required, guaranteed);
      run.available = subtract(run.available, given);
      run.consumed.set(role, add(run.consumed.get(role) as Resources, given));
      this.#give(framework, role, agent, offer, offers);
    }
  }

  #remainder(run: Run, role: RoleId, agent: AgentId, offers: Offer[]): void {
    for (const framework of this.#sortedFrameworks(role)) {
      const whole = this.#offerable(framework, role, agent);
      if (whole === undefined) continue;
      const plain = this.#sum(whole, this.#isPlain);
      let given = cut(plain, this.#limitsLeft(run, role, NO_RESOURCES), Number.POSITIVE_INFINITY);
      if (!isEmpty(run.required)) given = cut(given, subtract(run.available, run.required), 0);
      const offer = add(
        given,
        filterResources(whole, (key, amount) => (this.#isPlain(key) ? 0 : amount)),
      );
      if (!this.#isWelcome(framework, role, agent, offer)) continue;
      run.available = subtract(run.available, given);
      const consumed = run.consumed.get(role);
      if (consumed !== undefined) run.consumed.set(role, add(consumed, given));
      this.#give(framework, role, agent, offer, offers);
    }
  }

  /** What the agent has for the framework before quota, or undefined when it may get nothing. */
  #offerable(framework: FrameworkId, role: RoleId, agent: AgentId): Resources | undefined {
    const { options } = this.#context;
    const { capabilities } = this.#frameworks.get(framework) as Framework;
    const { total } = this.#agent(agent);
    const hasGpus = total.keys.some((key) => this.#key(key).name === "gpus");
    if (options.filterGpuResources && hasGpus && !capabilities.includes("GPU_RESOURCES")) return undefined;
    const whole = filterResources(this.#available(agent), (key, amount) => {
      const { reservation } = this.#key(key);
      return reservation === null || this.#isWithin(role, reservation) ? amount : 0;
    });
    if (!this.#isWorthwhile(whole)) return undefined;
    const takesRevocable = capabilities.includes("REVOCABLE_RESOURCES");
    return filterResources(whole, (key, amount) => (this.#isRevocable(key) && !takesRevocable ? 0 : amount));
  }

  #isWelcome(framework: FrameworkId, role: RoleId, agent: AgentId, offer: Resources): boolean {
    if (!this.#isWorthwhile(offer)) return false;
    return !this.#filters.some(
      (f) => f.framework === framework && f.role === role && f.agent === agent && contains(f.refused, offer),
    );
  }

  #isWorthwhile(offer: Resources): boolean {
    const { minAllocatable } = this.#context.options;
    if (isEmpty(offer)) return false;
    const sum = quantities(offer, this.#context.directory.resourceKeys);
    return minAllocatable.length === 0 || minAllocatable.some((least) => contains(sum, least));
  }

  #give(framework: FrameworkId, role: RoleId, agent: AgentId, resources: Resources, offers: Offer[]): void {
    this.#hold({ framework, role, agent, resources });
    const at = offers.findIndex((o) => o.framework === framework && o.role === role && o.agent === agent);
    const earlier = offers[at];
    if (earlier === undefined) offers.push({ framework, role, agent, resources, lends: null, why: null });
    else offers[at] = { ...earlier, resources: add(earlier.resources, resources) };
  }

  #limitsLeft(run: Run, role: RoleId, alsoGiven: Resources): Resources {
    const limits = this.#quotas.get(role)?.limits ?? NO_RESOURCES;
    const consumed = add(run.consumed.get(role) ?? NO_RESOURCES, alsoGiven);
    return {
      keys: limits.keys,
      amounts: limits.keys.map((key, i) => Math.max(0, (limits.amounts[i] as number) - amountOf(consumed, key))),
    };
  }

  #sortedRoles(): RoleId[] {
    const { roles } = this.#context.directory;
    const held = this.#known();
    const names = this.#tree.sorted((name, own) => {
      const role = roles.id(name);
      const mine = held.filter((h) => (own ? h.role === role : this.#isWithin(h.role, role)));
      return this.#share(mine.map((h) => h.resources));
    });
    return names.map((name) => roles.id(name));
  }

  #sortedFrameworks(role: RoleId): FrameworkId[] {
    const counts = this.#tracked.get(role) ?? new Map<FrameworkId, number>();
    return [...counts]
      .filter(([id]) => {
        const framework = this.#frameworks.get(id) as Framework;
        return framework.active && framework.roles.includes(role) && !framework.suppressed.includes(role);
      })
      .map(([id, count]) => {
        const held = this.#holdings.filter((h) => h.framework === id && h.role === role);
        return { id, count, share: this.#share(held.map((h) => h.resources)) };
      })
      .sort((a, b) => a.share - b.share || a.count - b.count || a.id - b.id)
      .map(({ id }) => id);
  }

  #share(held: readonly Resources[]): number {
    const { directory, options } = this.#context;
    const sum = quantities(held.reduce(add, NO_RESOURCES), directory.resourceKeys);
    const total = quantities(
      [...this.#agents.values()].map((agent) => agent.total).reduce(add, NO_RESOURCES),
      directory.resourceKeys,
    );
    return sum.keys.reduce((share, key, i) => {
      if (options.fairnessExclude.includes(this.#key(key).name) || amountOf(total, key) === 0) return share;
      return Math.max(share, (sum.amounts[i] as number) / amountOf(total, key));
    }, 0);
  }

  /** Without what frameworks hold that are not there yet. */
  #known(): Holding[] {
    return this.#holdings.filter((h) => this.#frameworks.has(h.framework));
  }

  #available(agent: AgentId): Resources {
    const taken = this.#holdings.filter((h) => h.agent === agent).map((h) => h.resources);
    return subtract(this.#agent(agent).total, taken.reduce(add, NO_RESOURCES));
  }

  #agent(agent: AgentId): { total: Resources; active: boolean } {
    return this.#agents.get(agent) as { total: Resources; active: boolean };
  }

  #sum(resources: Resources, isCounted: (key: ResourceKeyId) => boolean): Resources {
    const counted = filterResources(resources, (key, amount) => (isCounted(key) ? amount : 0));
    return quantities(counted, this.#context.directory.resourceKeys);
  }

  #key(key: ResourceKeyId) {
    return this.#context.directory.resourceKeys.get(key);
  }

  readonly #isPlain = (key: ResourceKeyId): boolean => this.#key(key).plain === key;
  readonly #isRevocable = (key: ResourceKeyId): boolean => this.#key(key).revocable;
  readonly #isReserved = (key: ResourceKeyId): boolean => this.#key(key).reservation !== null;

  #isReservedWithin(key: ResourceKeyId, role: RoleId): boolean {
    const { reservation } = this.#key(key);
    return reservation !== null && this.#isWithin(reservation, role);
  }

  #isWithin(role: RoleId, ancestor: RoleId): boolean {
    return equalOrBelow(this.#name(role), this.#name(ancestor));
  }

  #name(role: RoleId): string {
    return this.#context.directory.roles.name(role);
  }
}

interface Run {
  readonly consumed: Map<RoleId, Resources>;
  required: Resources;
  available: Resources;
}

function equalOrBelow(role: string, ancestor: string): boolean {
  return role === ancestor || role.startsWith(`${ancestor}/`);
}

/** Each amount cut to the target's; what the target does not name is cut to `otherwise`. */
function cut(resources: Resources, target: Resources, otherwise: number): Resources {
  return filterResources(resources, (key, amount) =>
    Math.min(amount, target.keys.includes(key) ? amountOf(target, key) : otherwise),
  );
}
