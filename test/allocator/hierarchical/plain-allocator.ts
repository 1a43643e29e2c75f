import type { Allocator, AllocatorContext } from "../../../src/allocator/allocator.js";
import type { Decisions, Offer } from "../../../src/allocator/decisions.js";
import {
  NO_PREFERENCES,
  type OfferPreferences,
  type Operation,
  type OperationOf,
  type TimedOperation,
} from "../../../src/allocator/operations.js";
import type { Micros } from "../../../src/base/time.js";
import { type AgentProfile, plainProfile } from "../../../src/cluster/agent-profile.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../../../src/cluster/ids.js";
import { quantities, type ResourceKey } from "../../../src/cluster/resource-keys.js";
import {
  add,
  amountOf,
  contains,
  filterResources,
  isEmpty,
  keepKeys,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../../../src/cluster/resources.js";
import { PlainBooks, type PlainHolding } from "./plain-books.js";
import { mayBeOffered } from "./plain-eligibility.js";
import { haveOthers, PlainMaintenance } from "./plain-maintenance.js";
import { PlainRoleTree } from "./plain-role-tree.js";

interface Framework {
  active: boolean;
  roles: RoleId[];
  suppressed: RoleId[];
  capabilities: readonly string[];
  preferences: OfferPreferences;
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
  readonly #books: PlainBooks;
  readonly #agents = new Map<AgentId, { active: boolean }>();
  readonly #frameworks = new Map<FrameworkId, Framework>();
  readonly #quotas = new Map<RoleId, { guarantees: Resources; limits: Resources }>();
  readonly #tree: PlainRoleTree;
  readonly #profiles = new Map<AgentId, AgentProfile>();
  readonly #maintenance = new PlainMaintenance();
  /** Allocation counts of the tracked frameworks, by role. */
  readonly #tracked = new Map<RoleId, Map<FrameworkId, number>>();
  #filters: Filter[] = [];
  #whitelist: readonly AgentId[] | null = null;

  constructor(context: AllocatorContext) {
    this.#context = context;
    this.#books = new PlainBooks(context.directory.resourceKeys);
    this.#tree = new PlainRoleTree(context.options.weightUpdates === "cached");
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    for (const event of events) this.#apply(event.t, event.operation);
    const cause = events.at(-1)?.operation;
    const visited = candidates ?? [...this.#agents.keys()];
    const offers = this.#cycle(t, cause?.op === "allocate" && !cause.wake, visited);
    const inverseOffers = this.#maintenance.inverseOffers(t, visited, (agent) =>
      this.#books.holdings
        .filter((held) => held.agent === agent && this.#frameworks.get(held.framework)?.active === true)
        .map(({ framework }) => framework),
    );
    return { offers, inverseOffers, revocations: [], wakeAt: null };
  }
  gauges() {
    return [];
  }

  close(): void {}

  #apply(t: Micros, operation: Operation): void {
    if (operation.op === "inverseOfferResponse" && !this.#frameworks.has(operation.framework)) return;
    this.#maintenance.apply(t, operation, "agent" in operation ? this.#profiles.get(operation.agent) : undefined);
    switch (operation.op) {
      case "updateWeights":
        for (const { role, weight } of operation.weights) this.#tree.updateWeight(this.#name(role), weight);
        return;
      case "updateQuota":
        if (isEmpty(operation.guarantees) && isEmpty(operation.limits)) this.#quotas.delete(operation.role);
        else this.#quotas.set(operation.role, operation);
        return;
      case "recover":
        for (const quota of operation.quotas) this.#quotas.set(quota.role, quota);
        return;
      case "updateWhitelist":
        this.#whitelist = operation.agents;
        return;
      case "addAgent":
        this.#agents.set(operation.agent, { active: true });
        this.#profiles.set(operation.agent, operation.profile ?? this.#plainProfile(operation.agent));
        this.#books.setTotal(operation.agent, operation.total);
        for (const use of operation.used) this.#hold({ ...use, agent: operation.agent });
        return;
      case "updateAgent":
        this.#books.setTotal(operation.agent, operation.total);
        this.#changeProfile(operation);
        return;
      case "updateAvailable":
        for (const conversion of operation.conversions) this.#books.convertTotal(operation.agent, conversion);
        return;
      case "updateAllocation": {
        const holding = this.#books.of(operation.framework, operation.role, operation.agent);
        if (holding === undefined) return;
        for (const conversion of operation.conversions) this.#books.convertHeld(holding, conversion);
        this.#untrackIfEmpty(operation.framework, operation.role);
        return;
      }
      case "activateAgent":
      case "deactivateAgent":
        this.#agents.set(operation.agent, { active: operation.op === "activateAgent" });
        return;
      case "removeAgent":
        for (const holding of this.#books.holdings.filter((h) => h.agent === operation.agent)) {
          this.#release(holding, holding.resources);
        }
        this.#books.removeAgent(operation.agent);
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
      const { active, roles, suppressedRoles, capabilities, preferences = NO_PREFERENCES } = operation;
      const framework = { active, roles: [...roles], suppressed: [...suppressedRoles], capabilities, preferences };
      this.#frameworks.set(operation.framework, framework);
      for (const role of roles) this.#track(operation.framework, role);
      for (const h of this.#books.holdings) if (h.framework === operation.framework) this.#count(h.framework, h.role);
      return;
    }
    if (!("framework" in operation)) return;
    const id = operation.framework;
    const framework = this.#frameworks.get(id) as Framework;
    switch (operation.op) {
      case "removeFramework":
        for (const h of this.#books.holdings.filter((held) => held.framework === id)) this.#release(h, h.resources);
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
        framework.capabilities = operation.capabilities ?? framework.capabilities;
        framework.preferences = operation.preferences ?? framework.preferences;
        framework.roles = [...operation.roles];
        framework.suppressed = [...operation.suppressedRoles];
        for (const role of framework.roles) this.#track(id, role);
        this.#unfilter(id, [...left, ...revived]);
        for (const role of left) this.#untrackIfEmpty(id, role);
      }
    }
  }

  #changeProfile({ agent, profile }: OperationOf<"updateAgent">): void {
    if (profile === undefined) return;
    if (haveOthers(this.#profiles.get(agent), profile)) this.#filters = this.#filters.filter((f) => f.agent !== agent);
    this.#profiles.set(agent, profile);
  }

  #plainProfile(agent: AgentId): AgentProfile {
    return plainProfile(this.#context.directory.agents.name(agent));
  }

  #recover(t: Micros, { framework, role, agent, resources, refuse }: OperationOf<"recoverResources">): void {
    const holding = this.#books.of(framework, role, agent);
    if (holding === undefined) return;
    this.#release(holding, resources);
    if (refuse === null || refuse === 0) return;
    const wanted = refuse < 0 ? 5_000_000 : Math.min(refuse, 365 * 86_400_000_000);
    const duration = Math.max(wanted, this.#context.options.allocationInterval);
    this.#filters.push({ framework, role, agent, refused: resources, madeAt: t, duration });
  }

  #hold(taken: PlainHolding): void {
    this.#books.hold(taken);
    if (this.#frameworks.has(taken.framework)) this.#count(taken.framework, taken.role);
  }

  #count(framework: FrameworkId, role: RoleId): void {
    this.#track(framework, role);
    const counts = this.#tracked.get(role) as Map<FrameworkId, number>;
    counts.set(framework, (counts.get(framework) as number) + 1);
    this.#tree.countAllocation(this.#name(role));
  }

  #release(holding: PlainHolding, resources: Resources): void {
    this.#books.release(holding, resources);
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
    const holds = this.#books.holdings.some((h) => h.framework === framework && h.role === role);
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
      const reserved = this.#books.sumOfTotals(({ reservation }) => {
        return reservation !== null && this.#isWithin(reservation, role);
      });
      const held = this.#known().filter((h) => this.#isWithin(h.role, role));
      const used = add(reserved, this.#books.sumOfHoldings(held, isPlain));
      consumed.set(role, used);
      required = add(required, subtract(guarantees, used));
    }
    return { consumed, required, available: this.#headroom(), offeredShared: new Set() };
  }

  #headroom(): Resources {
    const idleRevocable = [...this.#agents.keys()]
      .map((agent) => this.#books.sum(this.#books.available(agent), isRevocable))
      .reduce(add, NO_RESOURCES);
    const taken = this.#books.sumOfHoldings(this.#known());
    const takenReserved = this.#books.sumOfHoldings(this.#known(), isReserved);
    const idleReserved = subtract(this.#books.sumOfTotals(isReserved), takenReserved);
    return subtract(subtract(subtract(this.#books.sumOfTotals(), taken), idleReserved), idleRevocable);
  }

  #guarantee(run: Run, role: RoleId, agent: AgentId, offers: Offer[]): void {
    const quota = this.#quotas.get(role);
    if (quota === undefined) return;
    for (const framework of this.#sortedFrameworks(role)) {
      const unsatisfied = subtract(quota.guarantees, run.consumed.get(role) as Resources);
      if (isEmpty(unsatisfied)) return;
      const whole = this.#offerable(run, framework, role, agent);
      if (whole === undefined) continue;
      const limited = this.#limited(whole);
      const guaranteed = this.#cut(limited, unsatisfied, 0);
      if (isEmpty(guaranteed)) continue;
      const limitsLeft = this.#limitsLeft(run, role, this.#books.sum(guaranteed));
      let extra = this.#cut(subtract(limited, guaranteed), limitsLeft, Number.POSITIVE_INFINITY);
      if (!isEmpty(run.required)) extra = this.#cut(extra, subtract(run.available, run.required), 0);
      const given = add(guaranteed, extra);
      const others = keepKeys(whole, (key) => {
        const { reservation } = this.#key(key);
        return !limited.keys.includes(key) && (reservation === null || reservation === role);
      });
      const offer = add(given, others);
      if (!this.#isWelcome(framework, role, agent, offer)) continue;
      run.required = subtract(run.required, this.#books.sum(guaranteed));
      run.available = subtract(run.available, this.#books.sum(given));
      run.consumed.set(role, add(run.consumed.get(role) as Resources, this.#books.sum(given)));
      this.#give(run, { framework, role, agent, resources: offer }, offers);
    }
  }

  #remainder(run: Run, role: RoleId, agent: AgentId, offers: Offer[]): void {
    for (const framework of this.#sortedFrameworks(role)) {
      const whole = this.#offerable(run, framework, role, agent);
      if (whole === undefined) continue;
      const limited = this.#limited(whole);
      let given = this.#cut(limited, this.#limitsLeft(run, role, NO_RESOURCES), Number.POSITIVE_INFINITY);
      if (!isEmpty(run.required)) given = this.#cut(given, subtract(run.available, run.required), 0);
      const others = keepKeys(whole, (key) => !limited.keys.includes(key));
      const offer = add(given, others);
      if (!this.#isWelcome(framework, role, agent, offer)) continue;
      run.available = subtract(run.available, this.#books.sum(given));
      const consumed = run.consumed.get(role);
      if (consumed !== undefined) run.consumed.set(role, add(consumed, this.#books.sum(given)));
      this.#give(run, { framework, role, agent, resources: offer }, offers);
    }
  }

  /** What the agent has for the framework before quota, or undefined when it may get nothing. */
  #offerable(run: Run, framework: FrameworkId, role: RoleId, agent: AgentId): Resources | undefined {
    const { capabilities } = this.#frameworks.get(framework) as Framework;
    if (!this.#mayBeOffered(framework, role, agent)) return undefined;
    const whole = keepKeys(this.#books.available(agent), (key) => {
      const { reservation } = this.#key(key);
      if (run.offeredShared.has(`${agent} ${key}`)) return false;
      return reservation === null || this.#isWithin(role, reservation);
    });
    if (!this.#isWorthwhile(framework, role, whole)) return undefined;
    return keepKeys(whole, (key) => {
      const { revocable, isShared, isRefined } = this.#key(key);
      if (revocable && !capabilities.includes("REVOCABLE_RESOURCES")) return false;
      if (isShared && !capabilities.includes("SHARED_RESOURCES")) return false;
      return !isRefined || capabilities.includes("RESERVATION_REFINEMENT");
    });
  }

  /** What limits and headroom are about (C14). */
  #limited(whole: Resources): Resources {
    const { resourceKeys } = this.#context.directory;
    return keepKeys(whole, (key) => isPlain(this.#key(key)) && resourceKeys.formOf(this.#key(key).name) === "scalar");
  }

  /**
   * Each amount cut to what earlier ones left of the target for its name; what the target does not name is cut to
   * `otherwise`. In byte order of the keys; volumes whole or not at all (C12).
   */
  #cut(resources: Resources, target: Resources, otherwise: number): Resources {
    const left = new Map(target.keys.map((key, i) => [key, target.amounts[i] as number]));
    const inOrder = resources.keys.toSorted((a, b) => (this.#key(a).text < this.#key(b).text ? -1 : 1));
    const parts = new Map<ResourceKeyId, number>();
    for (const key of inOrder) {
      const { plain, isVolume } = this.#key(key);
      const most = left.get(plain) ?? otherwise;
      const amount = amountOf(resources, key);
      const part = isVolume && amount > most ? 0 : Math.min(amount, most);
      parts.set(key, part);
      left.set(plain, most - part);
    }
    return filterResources(resources, (key) => parts.get(key) as number);
  }

  #isWelcome(framework: FrameworkId, role: RoleId, agent: AgentId, offer: Resources): boolean {
    if (!this.#isWorthwhile(framework, role, offer)) return false;
    return !this.#filters.some(
      (f) => f.framework === framework && f.role === role && f.agent === agent && contains(f.refused, offer),
    );
  }

  #mayBeOffered(framework: FrameworkId, role: RoleId, agent: AgentId): boolean {
    const { capabilities, preferences } = this.#frameworks.get(framework) as Framework;
    return mayBeOffered({
      options: this.#context.options,
      role: this.#name(role),
      capabilities,
      constraints: preferences.constraints.get(role),
      hasGpus: this.#books.total(agent).keys.some((key) => this.#key(key).name === "gpus"),
      profile: this.#profiles.get(agent) as AgentProfile,
    });
  }

  #isWorthwhile(framework: FrameworkId, role: RoleId, offer: Resources): boolean {
    const own = this.#frameworks.get(framework)?.preferences.minAllocatable.get(role);
    const minAllocatable = own ?? this.#context.options.minAllocatable;
    if (isEmpty(offer)) return false;
    const sum = quantities(offer, this.#context.directory.resourceKeys);
    return minAllocatable.length === 0 || minAllocatable.some((least) => contains(sum, least));
  }

  #give(run: Run, given: PlainHolding, offers: Offer[]): void {
    const { framework, role, agent, resources } = given;
    this.#hold(given);
    for (const key of resources.keys) if (this.#key(key).isShared) run.offeredShared.add(`${agent} ${key}`);
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
      return this.#share(mine);
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
        const held = this.#books.holdings.filter((h) => h.framework === id && h.role === role);
        return { id, count, share: this.#share(held) };
      })
      .sort((a, b) => a.share - b.share || a.count - b.count || a.id - b.id)
      .map(({ id }) => id);
  }

  #share(held: readonly PlainHolding[]): number {
    const sum = this.#books.sumOfHoldings(held);
    const total = this.#books.sumOfTotals();
    return sum.keys.reduce((share, key, i) => {
      const isExcluded = this.#context.options.fairnessExclude.includes(this.#key(key).name);
      if (isExcluded || amountOf(total, key) === 0) return share;
      return Math.max(share, (sum.amounts[i] as number) / amountOf(total, key));
    }, 0);
  }

  /** Without what frameworks hold that are not there yet. */
  #known(): PlainHolding[] {
    return this.#books.holdings.filter((h) => this.#frameworks.has(h.framework));
  }

  #key(key: ResourceKeyId): ResourceKey {
    return this.#context.directory.resourceKeys.get(key);
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
  /** `agent key` of each (P6). */
  readonly offeredShared: Set<string>;
}

function isPlain({ reservation, revocable }: ResourceKey): boolean {
  return reservation === null && !revocable;
}

function isRevocable({ revocable }: ResourceKey): boolean {
  return revocable;
}

function isReserved({ reservation }: ResourceKey): boolean {
  return reservation !== null;
}

function equalOrBelow(role: string, ancestor: string): boolean {
  return role === ancestor || role.startsWith(`${ancestor}/`);
}
