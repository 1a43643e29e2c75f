import type { AllocatorContext, AllocatorOptions } from "../../../src/allocator/allocator.js";
import type { Decisions } from "../../../src/allocator/decisions.js";
import type { Operation } from "../../../src/allocator/operations.js";
import { type RandomSource, randomStream } from "../../../src/base/random.js";
import type { Micros } from "../../../src/base/time.js";
import type { Capability } from "../../../src/cluster/capability.js";
import { createDirectory, type Directory } from "../../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../../src/cluster/ids.js";
import { amountOf, filterResources, isEmpty, type Resources, subtract } from "../../../src/cluster/resources.js";

const EIGHTH: Micros = 125_000;
const ROLES = ["*", "eng", "eng/+x", "eng/ml", "eng/ml/vision", "ops", "web"];
const RESERVED_TO = ["eng", "eng/ml", "ops"];
const MINIMUMS = [["cpus:0.01", "mem:32"], ["cpus:1;mem:256"], ["cpus:0.5", "mem:512", "disk:1024"], []];

interface Held {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  resources: Resources;
  isUsed: boolean;
}

/**
 * A random legal history over everything that an allocator can be told: nested roles, quota, reservations, revocable
 * resources, GPUs, filters, and frameworks and agents that come, go and change. The same seed and the same offers
 * make the same history.
 */
export class RandomCluster {
  readonly directory: Directory;
  readonly options: AllocatorOptions;
  t: Micros = 0;
  readonly #random: RandomSource;
  readonly #strangers: boolean;
  #held: Held[] = [];
  readonly #agents = new Set<AgentId>();
  readonly #frameworks = new Map<FrameworkId, RoleId[]>();

  /** @param strangers whether agents may come with resources in use by frameworks that are not there (yet) */
  constructor(seed: number, strangers: boolean) {
    this.#strangers = strangers;
    this.#random = randomStream(seed, "random cluster");
    this.directory = createDirectory({
      agents: Array.from({ length: 6 }, (_, i) => `agent-${i}`),
      frameworks: Array.from({ length: 5 }, (_, i) => `framework-${i}`),
      roles: ROLES,
    });
    this.options = {
      allocationInterval: this.#chance(0.2) ? 2_000_000 : 1_000_000,
      agentOrder: "id",
      roleSorter: "drf",
      frameworkSorter: "drf",
      minAllocatable: this.#pick(MINIMUMS).map((text) => this.directory.resourceKeys.parse(text)),
      fairnessExclude: this.#chance(0.3) ? ["gpus"] : [],
      filterGpuResources: this.#chance(0.7),
      weightUpdates: this.#chance(0.5) ? "cached" : "immediate",
    };
  }

  /** A context of its own for each allocator that is to see this history. */
  context(): AllocatorContext {
    return { directory: this.directory, options: this.options, parameters: {}, seed: 0 };
  }

  /** The next operation; `t` is its time. */
  next(): Operation {
    if (this.#chance(0.15)) {
      const { allocationInterval } = this.options;
      this.t = (Math.floor(this.t / allocationInterval) + 1) * allocationInterval;
      return { op: "allocate", wake: false };
    }
    const untilTick = this.options.allocationInterval - (this.t % this.options.allocationInterval);
    if (this.#chance(0.3) && untilTick > EIGHTH) this.t += EIGHTH;
    if (this.#held.length > 0 && this.#chance(0.5)) return this.#answer(this.#pick(this.#held));
    return this.#change();
  }

  /** Takes note of what the operation and the decisions on it did. */
  observe(operation: Operation, { offers }: Decisions): void {
    if (operation.op === "removeAgent") this.#held = this.#held.filter((h) => h.agent !== operation.agent);
    if (operation.op === "removeFramework") this.#held = this.#held.filter((h) => h.framework !== operation.framework);
    for (const { framework, role, agent, resources } of offers) {
      this.#held.push({ framework, role, agent, resources, isUsed: false });
    }
  }

  #answer(held: Held): Operation {
    const { framework, role, agent } = held;
    const part = this.#chance(0.7) ? held.resources : this.#part(held.resources);
    if (!held.isUsed && this.#chance(0.3)) {
      held.resources = subtract(held.resources, part);
      this.#held.push({ framework, role, agent, resources: part, isUsed: true });
      this.#forgetEmpty();
      return { op: "acceptOffer", framework, role, agent, resources: part, task: null };
    }
    held.resources = subtract(held.resources, part);
    this.#forgetEmpty();
    const refuse = held.isUsed ? null : this.#pick([null, 0, -1, 500_000, 1_000_000, 1_500_000, 3_000_000, 20_000_000]);
    return {
      op: "recoverResources",
      framework,
      role,
      agent,
      resources: part,
      refuse,
      allocated: held.isUsed,
      task: null,
    };
  }

  #change(): Operation {
    const agent = this.#id<AgentId>(this.directory.agents.size);
    const framework = this.#id<FrameworkId>(this.directory.frameworks.size);
    if (!this.#agents.has(agent) && this.#chance(0.6)) return this.#addAgent(agent);
    if (!this.#frameworks.has(framework)) return this.#addFramework(framework);
    if (this.#chance(0.45)) return this.#changeFramework(framework);
    return this.#agents.has(agent) && this.#chance(0.5) ? this.#changeAgent(agent) : this.#changeRoles();
  }

  #addAgent(agent: AgentId): Operation {
    this.#agents.add(agent);
    const total = this.#total();
    const users = this.#strangers ? [...this.directory.frameworks.ids()] : [...this.#frameworks.keys()];
    const used =
      users.length > 0 && this.#chance(0.3)
        ? [{ framework: this.#pick(users), role: this.#role(), resources: this.#part(total) }]
        : [];
    const kept = used.filter(({ resources }) => !isEmpty(resources));
    for (const use of kept) this.#held.push({ ...use, agent, isUsed: true });
    return { op: "addAgent", agent, total, used: kept };
  }

  #addFramework(framework: FrameworkId): Operation {
    const roles = this.#roles();
    this.#frameworks.set(framework, roles);
    const capabilities: Capability[] = ["MULTI_ROLE"];
    if (this.#chance(0.5)) capabilities.push("REVOCABLE_RESOURCES");
    if (this.#chance(0.5)) capabilities.push("GPU_RESOURCES");
    const suppressedRoles = roles.filter(() => this.#chance(0.2));
    return { op: "addFramework", framework, roles, capabilities, suppressedRoles, active: this.#chance(0.9) };
  }

  #changeFramework(framework: FrameworkId): Operation {
    const roles = this.#chance(0.6)
      ? []
      : (this.#frameworks.get(framework) as RoleId[]).filter(() => this.#chance(0.5));
    switch (Math.floor(this.#random() * 9)) {
      case 0:
        this.#frameworks.delete(framework);
        return { op: "removeFramework", framework };
      case 1:
        return { op: "deactivateFramework", framework };
      case 2:
      case 3:
        return { op: "activateFramework", framework };
      case 4:
        return { op: "suppressOffers", framework, roles };
      case 5:
      case 6:
        return { op: "reviveOffers", framework, roles };
      default: {
        const subscribed = this.#roles();
        this.#frameworks.set(framework, subscribed);
        return {
          op: "updateFramework",
          framework,
          roles: subscribed,
          suppressedRoles: subscribed.filter(() => this.#chance(0.3)),
        };
      }
    }
  }

  #changeAgent(agent: AgentId): Operation {
    switch (Math.floor(this.#random() * 5)) {
      case 0:
        this.#agents.delete(agent);
        return { op: "removeAgent", agent };
      case 1:
        return { op: "deactivateAgent", agent };
      case 2:
        return { op: "activateAgent", agent };
      default:
        return { op: "updateAgent", agent, total: this.#total() };
    }
  }

  #changeRoles(): Operation {
    if (this.#chance(0.3)) {
      const agents = this.#chance(0.6) ? null : [...this.directory.agents.ids()].filter(() => this.#chance(0.7));
      return { op: "updateWhitelist", agents };
    }
    if (this.#chance(0.4)) {
      return { op: "updateWeights", weights: [{ role: this.#role(), weight: this.#pick([0.5, 1, 2, 3]) }] };
    }
    const role = this.directory.roles.id(this.#pick(["*", "eng", "ops", "web"]));
    const { resourceKeys } = this.directory;
    const none = this.#chance(0.3);
    const limits = resourceKeys.parse(none || this.#chance(0.4) ? "" : this.#quantities(), "keep");
    const wanted = resourceKeys.parse(none || this.#chance(0.3) ? "" : this.#quantities());
    // A guarantee above its limit is refused before an allocator hears of it (Q2).
    const guarantees = filterResources(wanted, (key, amount) =>
      limits.keys.includes(key) ? Math.min(amount, amountOf(limits, key)) : amount,
    );
    return { op: "updateQuota", role, guarantees, limits };
  }

  #quantities(): string {
    const parts = [`cpus:${Math.floor(this.#random() * 20)}`, `mem:${Math.floor(this.#random() * 8) * 1024}`];
    if (this.#chance(0.3)) parts.push(`disk:${Math.floor(this.#random() * 8) * 1024}`);
    return parts.filter(() => this.#chance(0.8)).join(";");
  }

  #total(): Resources {
    const parts = [
      `cpus:${1 + Math.floor(this.#random() * 80) / 10}`,
      `mem:${1024 * (1 + Math.floor(this.#random() * 8))}`,
    ];
    if (this.#chance(0.5)) parts.push(`disk:${1024 * (1 + Math.floor(this.#random() * 8))}`);
    if (this.#chance(0.3)) parts.push(`gpus:${1 + Math.floor(this.#random() * 4)}`);
    if (this.#chance(0.3)) parts.push(`cpus{REV}:${1 + Math.floor(this.#random() * 4)}`);
    for (const role of RESERVED_TO) {
      if (this.#chance(0.2)) parts.push(`cpus(${role}):${1 + Math.floor(this.#random() * 3)}`);
      if (this.#chance(0.2)) parts.push(`mem(${role}):${512 * (1 + Math.floor(this.#random() * 4))}`);
    }
    return this.directory.resourceKeys.parse(parts.join(";"));
  }

  #part(resources: Resources): Resources {
    return filterResources(resources, (_, amount) => (this.#chance(0.7) ? Math.ceil(amount * this.#random()) : 0));
  }

  #roles(): RoleId[] {
    const first = this.#role();
    const second = this.#role();
    return this.#chance(0.5) || first === second ? [first] : [first, second].sort((a, b) => a - b);
  }

  #role(): RoleId {
    return this.#id<RoleId>(this.directory.roles.size);
  }

  #id<Id extends number>(size: number): Id {
    return Math.floor(this.#random() * size) as Id;
  }

  #forgetEmpty(): void {
    this.#held = this.#held.filter(({ resources }) => !isEmpty(resources));
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<Item>(from: readonly Item[]): Item {
    return from[Math.floor(this.#random() * from.length)] as Item;
  }
}
