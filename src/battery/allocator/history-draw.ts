import type { Operation } from "../../allocator/operations.js";
import { type RandomSource, randomStream } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import { CAPABILITIES } from "../../cluster/capability.js";
import type { Directory } from "../../cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../cluster/ids.js";
import { filterResources, type Resources } from "../../cluster/resources.js";

export const ROLES: readonly string[] = ["*", "eng", "eng/ml", "ops", "web"];
/** Those that can have a quota. */
const TOP_LEVEL = ["*", "eng", "ops", "web"];
const RESERVED_TO = ["eng", "ops"];

/**
 * Draws what an allocator may be told at any time, whoever is there: agents with reservations, revocable resources, gpus
 * and ports, frameworks in several roles, quota, weights, maintenance. Amounts fit a few small agents.
 */
export class HistoryDraw {
  readonly #directory: Directory;
  readonly #random: RandomSource;

  /** @param seed of one step: what it draws does not hang on how much was drawn before */
  constructor(directory: Directory, seed: number) {
    this.#directory = directory;
    this.#random = randomStream(seed, "battery history");
  }

  /** @param users who may hold something there from the start */
  addAgent(agent: AgentId, users: readonly FrameworkId[]): Operation {
    const total = this.#total();
    const resources = this.#parse("cpus:0.5;mem:64");
    const used = this.chance(0.2) ? [{ framework: this.pick(users), role: this.#role(), resources }] : [];
    return { op: "addAgent", agent, total, used };
  }

  addFramework(framework: FrameworkId): Operation {
    const roles = this.#roles();
    return {
      op: "addFramework",
      framework,
      roles,
      capabilities: CAPABILITIES.filter((name) => name === "MULTI_ROLE" || this.chance(0.6)),
      suppressedRoles: roles.filter(() => this.chance(0.1)),
      active: this.chance(0.9),
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
      default: {
        const roles = this.#roles();
        return { op: "updateFramework", framework, roles, suppressedRoles: roles.filter(() => this.chance(0.2)) };
      }
    }
  }

  changeAgent(t: Micros, agent: AgentId): Operation {
    switch (this.below(7)) {
      case 0:
        return { op: "removeAgent", agent };
      case 1:
        return { op: "deactivateAgent", agent };
      case 2:
      case 3:
        return { op: "activateAgent", agent };
      case 4: {
        const planned = { start: t + this.below(4) * 1_000_000, duration: this.chance(0.5) ? null : 5_000_000 };
        return { op: "updateUnavailability", agent, unavailability: this.chance(0.5) ? planned : null };
      }
      case 5: {
        const to = this.#parse(`cpus(${this.pick(RESERVED_TO)}):0.5`);
        return { op: "updateAvailable", agent, conversions: [{ from: this.#parse("cpus:0.5"), to }] };
      }
      default:
        return { op: "updateAgent", agent, total: this.#total() };
    }
  }

  /** About roles or the whitelist. @param known agents that have joined at some time */
  configure(known: readonly AgentId[]): Operation {
    switch (this.below(4)) {
      case 0: {
        const listed = known.filter(() => this.chance(0.7));
        return { op: "updateWhitelist", agents: this.chance(0.6) ? null : listed };
      }
      case 1:
        return { op: "updateWeights", weights: [{ role: this.#role(), weight: this.pick([0.5, 1, 2, 3]) }] };
      default:
        return this.#updateQuota();
    }
  }

  /** What a framework would run if it could. */
  request(framework: FrameworkId, role: RoleId): Operation {
    const cpus = 1 + this.below(3);
    const request = {
      id: "r",
      role,
      resources: this.#parse(`cpus:${cpus};mem:${cpus * 256}`),
      count: 1 + this.below(5),
      gang: this.chance(0.1),
      priority: this.chance(0.5) ? null : this.below(9),
      estimateSeconds: this.chance(0.5) ? null : this.below(900),
    };
    return { op: "requestResources", framework, requests: [request] };
  }

  /** Some of it: amounts in part, ranges and sets as a whole or not at all. */
  part(resources: Resources): Resources {
    const { resourceKeys } = this.#directory;
    return filterResources(resources, (id, amount) => {
      if (!this.chance(0.7)) return 0;
      const isWhole = resourceKeys.formOf(resourceKeys.get(id).name) !== "scalar";
      return isWhole ? amount : Math.ceil(amount * this.#random());
    });
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

  #updateQuota(): Operation {
    const { resourceKeys, roles } = this.#directory;
    const [cpus, mem] = [this.below(20), this.below(8) * 1024];
    const isLimited = this.chance(0.5);
    // A guarantee above its limit is refused before an allocator hears of it.
    const limits = isLimited ? `cpus:${cpus + this.below(5)};mem:${mem + 1024}` : "";
    const guarantees = this.chance(0.3) ? "" : `cpus:${cpus};mem:${mem}`;
    return {
      op: "updateQuota",
      role: roles.id(this.pick(TOP_LEVEL)),
      guarantees: resourceKeys.parseQuantities(guarantees),
      limits: resourceKeys.parseQuantities(limits, "keep"),
    };
  }

  #roles(): RoleId[] {
    const first = this.#role();
    const second = this.#role();
    return this.chance(0.5) || first === second ? [first] : [first, second].sort((a, b) => a - b);
  }

  #role(): RoleId {
    return this.id<RoleId>(this.#directory.roles.size);
  }

  #total(): Resources {
    const parts = [`cpus:${1 + this.below(80) / 10}`, `mem:${1024 * (1 + this.below(8))}`];
    if (this.chance(0.4)) parts.push(`disk:${1024 * (1 + this.below(8))}`);
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
