import type { Allocator, AllocatorContext } from "../../src/allocator/allocator.js";
import type { Decisions } from "../../src/allocator/decisions.js";
import type { Conversion, Operation, Request, TimedOperation } from "../../src/allocator/operations.js";
import { candidatesOf } from "../../src/allocator/triggers.js";
import { randomStream } from "../../src/base/random.js";
import { CAPABILITIES } from "../../src/cluster/capability.js";
import { createDirectory, type Directory } from "../../src/cluster/directory.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId, TaskId } from "../../src/cluster/ids.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import { DENIAL_REASONS } from "../../src/cluster/preemption-plan.js";
import {
  add,
  amountOf,
  contains,
  filterResources,
  isEmpty,
  type Resources,
  subtract,
} from "../../src/cluster/resources.js";

const INTERVAL = 1_000_000;

/** One call of an allocator, and what it decided. */
export interface RecordedCall {
  readonly t: number;
  readonly events: readonly TimedOperation[];
  readonly candidates: readonly AgentId[] | null;
  readonly decisions: Decisions;
}

export function richContext(seed: number): AllocatorContext {
  const directory = createDirectory({
    agents: ["a-1", "a-2", "a-3", "b-1", "b-2", "c"],
    frameworks: ["analytics", "ml", "nightly", "web"],
    roles: ["*", "batch", "eng", "prod", "spare"],
  });
  const { resourceKeys } = directory;
  const minAllocatable = [[], ["cpus:0.01", "mem:32"], ["cpus:1;mem:256"]][seed % 3] as string[];
  return {
    directory,
    options: {
      ...OPTION_DEFAULTS,
      allocationInterval: INTERVAL,
      minAllocatable: minAllocatable.map((text) => resourceKeys.parseQuantities(text)),
      fairnessExclude: seed % 2 === 0 ? ["gpus"] : [],
      countLentInShares: seed % 3 !== 1,
      filterGpuResources: seed % 4 !== 3,
    },
    parameters: { graceSeconds: 1.5, minimumRuntimeSeconds: "0.5" },
    seed,
  };
}

interface Held {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  readonly resources: Resources;
  readonly task: TaskId | null;
}

/**
 * A random history in which every operation of the port occurs, with reservations, revocable resources, gpus, several roles
 * to a framework, and keys that turn up late. Nobody checks the decisions: what counts is that all languages make the same.
 */
export class RichHistory {
  readonly calls: RecordedCall[] = [];
  readonly #allocator: Allocator;
  readonly #directory: Directory;
  readonly #random: () => number;
  readonly #agents = new Set<AgentId>();
  readonly #frameworks = new Set<FrameworkId>();
  readonly #requests = new Map<FrameworkId, readonly Request[]>();
  #offered: Held[] = [];
  #running: Held[] = [];
  #queued: TimedOperation[] = [];
  #tasks = 0;
  #t = 0;

  constructor(seed: number, directory: Directory, allocator: Allocator) {
    this.#allocator = allocator;
    this.#directory = directory;
    this.#random = randomStream(seed, "rich history");
  }

  step(): void {
    const operation = this.#pick();
    const t = this.#t;
    this.#note(operation);
    this.#queued.push({ t, operation });
    const candidates = candidatesOf(operation, this.#allocator.triggers, "changed");
    if (candidates === undefined) return;
    const events = this.#queued;
    this.#queued = [];
    const decisions = this.#allocator.decide(t, events, candidates);
    this.calls.push({ t, events, candidates, decisions });
    for (const { framework, role, agent, resources } of decisions.offers) {
      this.#offered.push({ framework, role, agent, resources, task: null });
    }
  }

  #pick(): Operation {
    const roll = this.#random();
    if (this.#offered.length > 0 && roll < 0.5) return this.#answer(this.#take(this.#offered));
    if (this.#running.length > 0 && roll < 0.54) {
      return { op: "recoverResources", ...this.#take(this.#running), refuse: null, allocated: true };
    }
    if (roll < 0.75) {
      this.#t = (Math.floor(this.#t / INTERVAL) + 1) * INTERVAL;
      return { op: "allocate", wake: false };
    }
    if (this.#chance(0.5)) this.#t += this.#below(3) * 125_000;
    const agent = this.#below(this.#directory.agents.size) as AgentId;
    const framework = this.#below(this.#directory.frameworks.size) as FrameworkId;
    if (!this.#agents.has(agent)) return { op: "addAgent", agent, total: this.#total(), used: this.#used() };
    if (!this.#frameworks.has(framework)) return this.#addFramework(framework);
    return this.#change(agent, framework);
  }

  #change(agent: AgentId, framework: FrameworkId): Operation {
    const roles = this.#roles();
    switch (this.#below(25)) {
      case 0:
        return { op: "removeAgent", agent };
      case 1:
        return { op: "updateAgent", agent, total: this.#total() };
      case 2:
        return { op: this.#chance(0.4) ? "deactivateAgent" : "activateAgent", agent };
      case 3: {
        const agents = [...this.#directory.agents.ids()].filter(() => this.#chance(0.7));
        return { op: "updateWhitelist", agents: this.#chance(0.4) ? agents : null };
      }
      case 4:
        return { op: "removeFramework", framework };
      case 5:
        return {
          op: "updateFramework",
          framework,
          roles,
          suppressedRoles: roles.filter(() => this.#chance(0.2)),
          ...(this.#chance(0.5) ? { capabilities: CAPABILITIES.filter(() => this.#chance(0.6)) } : {}),
        };
      case 6:
        return { op: this.#chance(0.3) ? "deactivateFramework" : "activateFramework", framework };
      case 7:
        return { op: "updateWeights", weights: roles.map((role) => ({ role, weight: 0.5 + this.#below(7) / 2 })) };
      case 8:
      case 9: {
        const guarantees = this.#parse(`cpus:${this.#below(60)};mem:${this.#below(60) * 512}`);
        const limits = this.#chance(0.3) ? this.#quantities(`cpus:${this.#below(30)}`) : this.#quantities("");
        return { op: "updateQuota", role: this.#role(), guarantees, limits };
      }
      case 10:
        return { op: "suppressOffers", framework, roles: this.#chance(0.5) ? [] : roles };
      case 11:
      case 12:
        return { op: "reviveOffers", framework, roles: this.#chance(0.5) ? [] : roles };
      case 13:
        if (this.#running.length > 0 && this.#chance(0.5)) return this.#denial();
        return { op: "inverseOfferResponse", framework, agent, accepted: this.#chance(0.5) };
      case 14:
        return { op: "allocate", wake: true };
      case 15:
        return { op: "updateAvailable", agent, conversions: [this.#reservation("0.5", this.#role())] };
      case 16: {
        const unavailability = { start: this.#t + INTERVAL, duration: this.#chance(0.5) ? INTERVAL : null };
        return { op: "updateUnavailability", agent, unavailability: this.#chance(0.7) ? unavailability : null };
      }
      case 17: {
        const quotas = [{ role: this.#role(), guarantees: this.#parse("cpus:4"), limits: this.#quantities("") }];
        return { op: "recover", expectedAgents: 1, quotas };
      }
      default:
        return { op: "requestResources", framework, requests: roles.map((role, n) => this.#request(role, n)) };
    }
  }

  #addFramework(framework: FrameworkId): Operation {
    const roles = this.#roles();
    return {
      op: "addFramework",
      framework,
      roles,
      capabilities: CAPABILITIES.filter(() => this.#chance(0.6)),
      suppressedRoles: roles.filter(() => this.#chance(0.15)),
      active: this.#chance(0.85),
    };
  }

  /** Of something that runs, or of nobody in particular. */
  #denial(): Operation {
    const { framework, role, agent, resources, task } = this.#running[this.#below(this.#running.length)] as Held;
    const reason = DENIAL_REASONS[this.#below(DENIAL_REASONS.length)] as (typeof DENIAL_REASONS)[number];
    const named = this.#chance(0.7) ? task : null;
    return { op: "revocationDenied", framework, role, agent, resources, task: named, reason };
  }

  #request(role: RoleId, n: number): Request {
    const cpus = 1 + this.#below(4);
    return {
      id: `request-${n}`,
      role,
      resources: this.#parse(`cpus:${cpus};mem:${cpus * 256}`),
      count: 1 + this.#below(4),
      gang: this.#chance(0.2),
      priority: this.#chance(0.5) ? null : this.#below(9),
      estimateSeconds: this.#chance(0.5) ? null : this.#below(900) / 8,
    };
  }

  #reservation(cpus: string, role: RoleId): Conversion {
    const name = this.#directory.roles.name(role);
    return { from: this.#parse(`cpus:${cpus}`), to: this.#parse(name === "*" ? "" : `cpus(${name}):${cpus}`) };
  }

  #answer(held: Held): Operation {
    const cpus = amountOf(held.resources, this.#parse("cpus:1").keys[0] as ResourceKeyId);
    if (cpus >= 1000 && this.#chance(0.15)) {
      const conversion = this.#reservation("1", held.role);
      this.#offered.push({ ...held, resources: add(subtract(held.resources, conversion.from), conversion.to) });
      const { framework, role, agent } = held;
      return { op: "updateAllocation", framework, role, agent, conversions: [conversion] };
    }
    const part = this.#taskOf(held);
    if (this.#chance(0.6) && !isEmpty(part)) {
      const task = this.#chance(0.9) ? this.#directory.tasks.intern(`task-${this.#tasks++}`) : null;
      const rest = subtract(held.resources, part);
      if (!isEmpty(rest)) this.#offered.push({ ...held, resources: rest });
      this.#running.push({ ...held, resources: part, task });
      return { op: "acceptOffer", ...held, resources: part, task };
    }
    const refuse = [null, 0, -1, 500_000, 1_000_000, 2_500_000, 9_000_000][this.#below(7)] as number | null;
    return { op: "recoverResources", ...held, refuse, allocated: false };
  }

  /** A task of a size that the framework asked for, if one fits, else of any size. */
  #taskOf({ framework, resources }: Held): Resources {
    const asked = this.#requests.get(framework)?.find((request) => contains(resources, request.resources));
    if (asked !== undefined && this.#chance(0.4)) return asked.resources;
    return filterResources(resources, (key, amount) => {
      const isCounted = this.#directory.resourceKeys.formOf(this.#directory.resourceKeys.get(key).name) === "ranges";
      return isCounted ? amount : Math.floor((amount * this.#random()) / 500) * 500;
    });
  }

  /** Keeps track of who is there, wants and holds what. */
  #note(operation: Operation): void {
    switch (operation.op) {
      case "addAgent":
        this.#agents.add(operation.agent);
        for (const used of operation.used) this.#running.push({ ...used, agent: operation.agent, task: null });
        return;
      case "removeAgent":
        this.#agents.delete(operation.agent);
        this.#keep((held) => held.agent !== operation.agent);
        return;
      case "addFramework":
        this.#frameworks.add(operation.framework);
        return;
      case "removeFramework":
        this.#frameworks.delete(operation.framework);
        this.#keep((held) => held.framework !== operation.framework);
        return;
      case "requestResources":
        this.#requests.set(operation.framework, operation.requests);
        return;
      default:
        return;
    }
  }

  #keep(predicate: (held: Held) => boolean): void {
    this.#offered = this.#offered.filter(predicate);
    this.#running = this.#running.filter(predicate);
  }

  #total(): Resources {
    const cpus = 2 + this.#below(15);
    const parts = [`cpus:${cpus}.${this.#below(9)};mem:${cpus * 512}`];
    if (this.#chance(0.3)) parts.push(`cpus(prod):${1 + this.#below(4)};mem(prod):512`);
    if (this.#chance(0.2)) parts.push(`cpus(eng):${1 + this.#below(4)}`);
    if (this.#chance(0.3)) parts.push(`cpus{REV}:${1 + this.#below(4)}`);
    if (this.#chance(0.4)) parts.push(`ports:[31000-${31000 + this.#below(4)}]`);
    if (this.#chance(0.2)) parts.push(`gpus:${1 + this.#below(2)}`);
    // A resource that comes into the world in the middle of the history.
    if (this.#t > 20 * INTERVAL && this.#chance(0.3)) parts.push("disk:1000;disk(batch):50");
    return this.#parse(parts.join(";"));
  }

  #used(): { framework: FrameworkId; role: RoleId; resources: Resources }[] {
    if (this.#chance(0.7)) return [];
    const framework = this.#below(this.#directory.frameworks.size) as FrameworkId;
    return [{ framework, role: this.#role(), resources: this.#parse(`cpus:${1 + this.#below(2)};mem:128`) }];
  }

  #roles(): RoleId[] {
    const roles = [...this.#directory.roles.ids()].filter(() => this.#chance(0.4));
    return roles.length > 0 ? roles : [this.#role()];
  }

  #role(): RoleId {
    return this.#below(this.#directory.roles.size) as RoleId;
  }

  #parse(text: string): Resources {
    return this.#directory.resourceKeys.parse(text);
  }

  /** A limit may be zero. */
  #quantities(text: string): Resources {
    return this.#directory.resourceKeys.parseQuantities(text, "keep");
  }

  #take(list: Held[]): Held {
    return list.splice(this.#below(list.length), 1)[0] as Held;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}
