import { NO_PREFERENCES, type OfferPreferences, type Operation } from "../../src/allocator/operations.js";
import type { RandomSource } from "../../src/base/random.js";
import type { Micros } from "../../src/base/time.js";
import { plainProfile } from "../../src/cluster/agent-profile.js";
import { CAPABILITIES } from "../../src/cluster/capability.js";
import type { Directory } from "../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import { amountOf, filterResources, isEmpty, type Resources } from "../../src/cluster/resources.js";

export const ROLES = ["*", "eng", "eng/+x", "eng/ml", "eng/ml/vision", "ops", "web"];
const TOP_LEVEL = ["*", "eng", "ops", "web"];
const RESERVED_TO = ["eng", "eng/ml", "ops"];

/** Draws operations that an allocator may be told at any time, whoever is there. Amounts fit a few small agents. */
export class LegalOperations {
  readonly #directory: Directory;
  readonly #random: RandomSource;

  constructor(directory: Directory, random: RandomSource) {
    this.#directory = directory;
    this.#random = random;
  }

  /** @param users who may hold something there from the start */
  addAgent(t: Micros, agent: AgentId, users: readonly FrameworkId[]): Operation & { op: "addAgent" } {
    const total = this.#total();
    const part = this.part(total);
    const isUsed = users.length > 0 && this.chance(0.3) && !isEmpty(part);
    const used = isUsed ? [{ framework: this.pick(users), role: this.#role(), resources: part }] : [];
    return {
      op: "addAgent",
      agent,
      total,
      used,
      ...(this.chance(0.4) ? { profile: this.#profile(agent) } : {}),
      ...(this.chance(0.1) ? { unavailability: this.#unavailability(t) } : {}),
    };
  }

  updateAgent(agent: AgentId): Operation {
    const profile = this.chance(0.3) ? { profile: this.#profile(agent) } : {};
    return { op: "updateAgent", agent, total: this.#total(), ...profile };
  }

  addFramework(framework: FrameworkId): Operation & { op: "addFramework" } {
    const roles = this.roles();
    return {
      op: "addFramework",
      framework,
      roles,
      capabilities: this.#capabilities(),
      suppressedRoles: roles.filter(() => this.chance(0.2)),
      active: this.chance(0.9),
      ...(this.chance(0.3) ? { preferences: this.#preferences(roles) } : {}),
    };
  }

  changeFramework(framework: FrameworkId, subscribed: readonly RoleId[]): Operation {
    const some = this.chance(0.6) ? [] : subscribed.filter(() => this.chance(0.5));
    switch (this.below(9)) {
      case 0:
        return { op: "removeFramework", framework };
      case 1:
        return { op: "deactivateFramework", framework };
      case 2:
      case 3:
        return { op: "activateFramework", framework };
      case 4:
        return { op: "suppressOffers", framework, roles: some };
      case 5:
      case 6:
        return { op: "reviveOffers", framework, roles: some };
      default:
        return this.#updateFramework(framework);
    }
  }

  changeAgent(t: Micros, agent: AgentId, isFixed: boolean): Operation {
    switch (this.below(7)) {
      case 0:
        return { op: "removeAgent", agent };
      case 1:
        return { op: "deactivateAgent", agent };
      case 2:
      case 3:
        return { op: "activateAgent", agent };
      case 4: {
        const unavailability = this.chance(0.6) ? this.#unavailability(t) : null;
        return { op: "updateUnavailability", agent, unavailability };
      }
      case 5: {
        const role = this.pick(RESERVED_TO);
        const conversions = [{ from: this.#parse("cpus:0.5"), to: this.#parse(`cpus(${role}):0.5`) }];
        return { op: "updateAvailable", agent, conversions };
      }
      default:
        return isFixed ? { op: "activateAgent", agent } : this.updateAgent(agent);
    }
  }

  /**
   * About roles, the whitelist, or the allocator as a whole.
   * @param known agents that have joined at some time
   */
  configure(known: readonly AgentId[]): Operation {
    switch (this.below(6)) {
      case 0: {
        const listed = known.filter(() => this.chance(0.7));
        return { op: "updateWhitelist", agents: this.chance(0.6) ? null : listed };
      }
      case 1:
        return { op: "updateWeights", weights: [{ role: this.#role(), weight: this.pick([0.5, 1, 2, 3]) }] };
      case 2:
        return { op: "pause" };
      case 3:
        return { op: "resume" };
      default:
        return { op: "updateQuota", ...this.quota() };
    }
  }

  quota(): { role: RoleId; guarantees: Resources; limits: Resources } {
    const role = this.#directory.roles.id(this.pick(TOP_LEVEL));
    const isNone = this.chance(0.3);
    const limits = this.#quantities(isNone || this.chance(0.4), "keep");
    // A guarantee above its limit is refused before an allocator hears of it (Q2).
    const guarantees = filterResources(this.#quantities(isNone || this.chance(0.3), "drop"), (key, amount) =>
      limits.keys.includes(key) ? Math.min(amount, amountOf(limits, key)) : amount,
    );
    return { role, guarantees, limits };
  }

  /** What a framework would run if it could. */
  request(framework: FrameworkId, role: RoleId): Operation {
    const cpus = 1 + this.below(3);
    const resources = this.#parse(`cpus:${cpus};mem:${cpus * 256}`);
    const count = 1 + this.below(5);
    const of = { id: "r", role, resources, count, gang: false, priority: null, estimateSeconds: null };
    return { op: "requestResources", framework, requests: [of] };
  }

  /** Some of the scalars, in part; volumes, ranges and sets as a whole or not at all. */
  part(resources: Resources): Resources {
    const { resourceKeys } = this.#directory;
    return filterResources(resources, (id, amount) => {
      if (!this.chance(0.7)) return 0;
      const key = resourceKeys.get(id);
      const isWhole = key.isVolume || resourceKeys.formOf(key.name) !== "scalar";
      return isWhole ? amount : Math.ceil(amount * this.#random());
    });
  }

  roles(): RoleId[] {
    const first = this.#role();
    const second = this.#role();
    return this.chance(0.5) || first === second ? [first] : [first, second].sort((a, b) => a - b);
  }

  id<Id extends number>(size: number): Id {
    return this.below(size) as Id;
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  pick<Item>(from: readonly Item[]): Item {
    return from[this.below(from.length)] as Item;
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items
      .map((item) => ({ item, key: this.#random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  #updateFramework(framework: FrameworkId): Operation {
    const roles = this.roles();
    return {
      op: "updateFramework",
      framework,
      roles,
      suppressedRoles: roles.filter(() => this.chance(0.3)),
      ...(this.chance(0.3) ? { capabilities: this.#capabilities() } : {}),
      ...(this.chance(0.3) ? { preferences: this.#preferences(roles) } : {}),
    };
  }

  #preferences(roles: readonly RoleId[]): OfferPreferences {
    const role = roles[0] as RoleId;
    if (this.chance(0.3)) return NO_PREFERENCES;
    const minimum = this.pick([[], ["cpus:2"], ["cpus:1;mem:512", "disk:1"]]);
    const rack = { kind: "attribute" as const, name: "rack" };
    const constraint = this.chance(0.5)
      ? { selector: rack, predicate: { kind: "equals" as const, text: "r1" } }
      : { selector: rack, predicate: { kind: "notExists" as const } };
    return {
      minAllocatable: new Map([[role, minimum.map((text) => this.#directory.resourceKeys.parseQuantities(text))]]),
      constraints: new Map([[role, [[constraint]]]]),
    };
  }

  #profile(agent: AgentId) {
    const attributes = [{ name: "rack", kind: "text" as const, value: this.pick(["r1", "r2"]) }];
    return { ...plainProfile(this.#directory.agents.name(agent)), attributes };
  }

  #unavailability(t: Micros) {
    return { start: t + this.below(4) * 1_000_000, duration: this.chance(0.5) ? null : 5_000_000 };
  }

  #capabilities() {
    return CAPABILITIES.filter((name) => name === "MULTI_ROLE" || this.chance(0.6));
  }

  #role(): RoleId {
    return this.id<RoleId>(this.#directory.roles.size);
  }

  #quantities(isNone: boolean, zeros: "keep" | "drop"): Resources {
    const parts = [`cpus:${this.below(20)}`, `mem:${this.below(8) * 1024}`, `disk:${this.below(8) * 1024}`];
    const text = isNone ? "" : parts.filter(() => this.chance(0.7)).join(";");
    return this.#directory.resourceKeys.parseQuantities(text, zeros);
  }

  #total(): Resources {
    const parts = [`cpus:${1 + this.below(80) / 10}`, `mem:${1024 * (1 + this.below(8))}`];
    if (this.chance(0.5)) parts.push(`disk:${1024 * (1 + this.below(8))}`);
    if (this.chance(0.3)) parts.push(`gpus:${1 + this.below(4)}`);
    if (this.chance(0.3)) parts.push(`cpus{REV}:${1 + this.below(4)}`);
    if (this.chance(0.4)) parts.push(`ports:[31000-${31000 + this.below(4)}]`);
    for (const role of RESERVED_TO) {
      if (this.chance(0.2)) parts.push(`cpus(${role}):${1 + this.below(3)}`);
      if (this.chance(0.2)) parts.push(`mem(${role}):${512 * (1 + this.below(4))}`);
    }
    return this.#parse(parts.join(";"));
  }

  #parse(text: string): Resources {
    return this.#directory.resourceKeys.parse(text);
  }
}
