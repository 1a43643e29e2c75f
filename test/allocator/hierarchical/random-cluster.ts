import type { AllocatorContext, AllocatorOptions } from "../../../src/allocator/allocator.js";
import type { Decisions } from "../../../src/allocator/decisions.js";
import type { Operation } from "../../../src/allocator/operations.js";
import { type RandomSource, randomStream } from "../../../src/base/random.js";
import type { Micros } from "../../../src/base/time.js";
import type { Capability } from "../../../src/cluster/capability.js";
import { createDirectory, type Directory } from "../../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../../src/cluster/ids.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";
import {
  add,
  amountOf,
  filterResources,
  isEmpty,
  keepKeys,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../../../src/cluster/resources.js";
import { RandomObjects } from "./random-objects.js";

const EIGHTH: Micros = 125_000;
const ROLES = ["*", "eng", "eng/+x", "eng/ml", "eng/ml/vision", "ops", "web"];
const RESERVED_TO = ["eng", "eng/ml", "ops"];
const MINIMUMS = [["cpus:0.01", "mem:32"], ["cpus:1;mem:256"], ["cpus:0.5", "mem:512", "disk:1024"], []];
const VARIED_MINIMUMS = [...MINIMUMS, ["ports:3"], ["rack:1;disk:64", "cpus:2"]];

interface Held {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  resources: Resources;
  isUsed: boolean;
}

/**
 * A random legal history over everything that an allocator can be told: nested roles, quota, reservations, revocable
 * resources, GPUs, filters, and frameworks and agents that come, go and change; if it is varied, ports, sets, volumes,
 * refined reservations and conversions, too. The same seed and the same offers make the same history.
 */
export class RandomCluster {
  readonly directory: Directory;
  readonly options: AllocatorOptions;
  t: Micros = 0;
  readonly #random: RandomSource;
  readonly #strangers: boolean;
  readonly #isVaried: boolean;
  readonly #objects: RandomObjects;
  #held: Held[] = [];
  readonly #agents = new Map<AgentId, Resources>();
  readonly #frameworks = new Map<FrameworkId, RoleId[]>();

  /** @param strangers whether agents may come with resources in use by frameworks that are not there (yet) */
  constructor(seed: number, strangers: boolean, isVaried = false) {
    this.#strangers = strangers;
    this.#isVaried = isVaried;
    this.#random = randomStream(seed, "random cluster");
    this.directory = createDirectory({
      agents: Array.from({ length: 6 }, (_, i) => `agent-${i}`),
      frameworks: Array.from({ length: 5 }, (_, i) => `framework-${i}`),
      roles: ROLES,
    });
    this.#objects = new RandomObjects(this.#random, this.directory.resourceKeys);
    const minimum = this.#pick(isVaried ? VARIED_MINIMUMS : MINIMUMS);
    this.options = {
      ...OPTION_DEFAULTS,
      allocationInterval: this.#chance(0.2) ? 2_000_000 : 1_000_000,
      minAllocatable: minimum.map((text) => this.directory.resourceKeys.parseQuantities(text)),
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
    if (this.#isVaried && this.#chance(0.1)) return this.#conversion() ?? this.#change();
    if (this.#held.length > 0 && this.#chance(0.5)) return this.#answer(this.#pick(this.#held));
    return this.#change();
  }

  /** Takes note of what the operation and the decisions on it did. */
  observe(operation: Operation, { offers }: Decisions): void {
    if (operation.op === "removeAgent") {
      this.#agents.delete(operation.agent);
      this.#held = this.#held.filter((h) => h.agent !== operation.agent);
    }
    this.#noteTotal(operation);
    if (operation.op === "removeFramework") this.#held = this.#held.filter((h) => h.framework !== operation.framework);
    for (const { framework, role, agent, resources } of offers) {
      this.#held.push({ framework, role, agent, resources, isUsed: false });
    }
  }

  #noteTotal(operation: Operation): void {
    if (operation.op === "addAgent" || operation.op === "updateAgent")
      this.#agents.set(operation.agent, operation.total);
    if (operation.op !== "updateAllocation" && operation.op !== "updateAvailable") return;
    for (const { from, to } of operation.conversions) {
      if (isEmpty(from)) continue;
      this.#agents.set(operation.agent, add(subtract(this.#agents.get(operation.agent) as Resources, from), to));
    }
  }

  /** Of an offer, or of what nobody holds. */
  #conversion(): Operation | undefined {
    const offered = this.#held.filter((h) => !h.isUsed && this.#frameworks.has(h.framework));
    if (this.#chance(0.3) || offered.length === 0) return this.#availableConversion();
    const held = this.#pick(offered);
    const { framework, role, agent, resources } = held;
    const name = this.directory.roles.name(role);
    const others = this.#heldOn(agent, (other) => other !== held);
    const total = this.#agents.get(agent) as Resources;
    const conversion = this.#objects.conversion(resources, name === "*" ? null : name, total, others);
    if (conversion === undefined) return undefined;
    held.resources = add(subtract(resources, conversion.from), conversion.to);
    this.#forgetEmpty();
    return { op: "updateAllocation", framework, role, agent, conversions: [conversion] };
  }

  #availableConversion(): Operation | undefined {
    if (this.#agents.size === 0) return undefined;
    const agent = this.#pick([...this.#agents.keys()]);
    const total = this.#agents.get(agent) as Resources;
    const held = this.#heldOn(agent, () => true);
    const { resourceKeys } = this.directory;
    const taken = keepKeys(held, (key) => !resourceKeys.get(key).isShared);
    const available = subtract(total, taken);
    if (isEmpty(available)) return undefined;
    const conversion = this.#objects.conversion(available, this.#pick(RESERVED_TO), total, held);
    if (conversion === undefined || isEmpty(conversion.from)) return undefined;
    return { op: "updateAvailable", agent, conversions: [conversion] };
  }

  #heldOn(agent: AgentId, isMeant: (held: Held) => boolean): Resources {
    const held = this.#held.filter((h) => h.agent === agent && isMeant(h));
    return held.map((h) => h.resources).reduce(add, NO_RESOURCES);
  }

  /** What is said in the name of a framework that is not there changes nothing (L6). */
  #answer(held: Held): Operation {
    const { framework, role, agent } = held;
    const part = this.#chance(0.7) ? held.resources : this.#part(held.resources);
    const isHeard = this.#frameworks.has(framework);
    if (isHeard) held.resources = subtract(held.resources, part);
    const isAccepted = !held.isUsed && this.#chance(0.3);
    if (isAccepted && isHeard) this.#held.push({ framework, role, agent, resources: part, isUsed: true });
    this.#forgetEmpty();
    if (isAccepted) return { op: "acceptOffer", framework, role, agent, resources: part, task: null };
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
    if (this.#isVaried && this.#chance(0.5)) capabilities.push("SHARED_RESOURCES");
    if (this.#isVaried && this.#chance(0.6)) capabilities.push("RESERVATION_REFINEMENT");
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
    const limits = resourceKeys.parseQuantities(none || this.#chance(0.4) ? "" : this.#quantities(), "keep");
    const wanted = resourceKeys.parseQuantities(none || this.#chance(0.3) ? "" : this.#quantities());
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
    if (this.#isVaried) parts.push(...this.#objects.entries());
    return this.directory.resourceKeys.parse(parts.join(";"));
  }

  #part(resources: Resources): Resources {
    if (this.#isVaried) return this.#objects.part(resources);
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
