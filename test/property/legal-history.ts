import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import { allocatorOptions } from "../../src/allocator/allocator-options.js";
import type { Decisions } from "../../src/allocator/decisions.js";
import type { Conversion, Operation } from "../../src/allocator/operations.js";
import { AllocatorSession } from "../../src/allocator/session.js";
import { randomStream } from "../../src/base/random.js";
import type { Micros } from "../../src/base/time.js";
import { createDirectory, type Directory } from "../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId, TaskId } from "../../src/cluster/ids.js";
import type { AllocatorOptionsPlan } from "../../src/cluster/plan.js";
import {
  add,
  contains,
  filterResources,
  isEmpty,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../../src/cluster/resources.js";
import { LegalOperations, ROLES } from "./legal-operations.js";

const EIGHTH: Micros = 125_000;

interface Place {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
}

/** What one framework was offered at a time, or uses for one task. */
export interface Held extends Place {
  resources: Resources;
  readonly isUsed: boolean;
  readonly task: TaskId | null;
}

export interface Step {
  readonly t: Micros;
  readonly operation: Operation;
  readonly decisions: Decisions;
}

export function legalDirectory(): Directory {
  const directory = createDirectory({
    agents: Array.from({ length: 6 }, (_, i) => `agent-${i}`),
    frameworks: Array.from({ length: 5 }, (_, i) => `framework-${i}`),
    roles: ROLES,
  });
  directory.resourceKeys.parse("cpus:1;mem:1;disk:1;gpus:1;ports:[1-1]");
  return directory;
}

/** An allocator of its own, behind a host of its own. */
export async function openSession(
  create: AllocatorFactory,
  directory: Directory,
  plan: AllocatorOptionsPlan,
  seed: number,
): Promise<AllocatorSession> {
  const options = allocatorOptions(plan, directory.resourceKeys);
  const allocator = await create({ directory, options, parameters: {}, seed });
  return new AllocatorSession(allocator, directory, options, { enter() {}, leave() {} });
}

/**
 * A random legal history, driven against one session: everything that an allocator can be told, with nested roles, quota,
 * reservations made and undone while offered, shared volumes, ports, revocable resources, maintenance, constraints, pauses
 * and (when triggers are batched) runs. The same seed and the same decisions make the same history.
 */
export class LegalHistory {
  readonly session: AllocatorSession;
  readonly log: Step[] = [];
  /** Agents whose total changed: they may have less than is held there (L3). */
  readonly updated = new Set<AgentId>();
  t: Micros = 0;
  held: Held[] = [];
  readonly #directory: Directory;
  readonly #interval: Micros;
  readonly #draw: LegalOperations;
  readonly #withVolumes = new Set<AgentId>();
  readonly #known = new Set<AgentId>();
  #tasks = 0;

  constructor(seed: number, session: AllocatorSession, { allocationInterval }: AllocatorOptionsPlan) {
    this.session = session;
    this.#directory = session.ledger.directory;
    this.#interval = allocationInterval;
    this.#draw = new LegalOperations(this.#directory, randomStream(seed, "legal history"));
  }

  /** Takes so many steps. @throws AllocatorFailure when what one caused is illegal */
  steps(count: number, look: (step: Step) => void = () => {}): void {
    for (let n = 0; n < count; n++) look(this.submit(this.#next()));
  }

  submit(operation: Operation): Step {
    const decisions = this.session.submit(this.t, operation);
    const step = { t: this.t, operation, decisions };
    this.log.push(step);
    this.#note(step);
    return step;
  }

  /** A new master takes over: must come before all agents. */
  recover(): void {
    this.submit({ op: "recover", expectedAgents: this.#draw.below(7), quotas: [this.#draw.quota()] });
  }

  /** Agents, in the order given, before any framework. */
  join(agents: readonly (Operation & { op: "addAgent" })[]): void {
    for (const agent of agents) this.submit(agent);
  }

  drawAgents(): (Operation & { op: "addAgent" })[] {
    const agents = [...this.#directory.agents.ids()].filter(() => this.#draw.chance(0.8));
    const strangers = [...this.#directory.frameworks.ids()];
    return agents.map((agent) => this.#draw.addAgent(this.t, agent, strangers));
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return this.#draw.shuffled(items);
  }

  /** Whatever was there goes, in random order, and a last cycle tells the allocator of it. */
  removeEverything(): void {
    const { roles, resourceKeys } = this.#directory;
    const none = resourceKeys.parseQuantities("");
    const agents = [...this.#directory.agents.ids()].filter((agent) => this.session.ledger.agents[agent] !== undefined);
    const topLevel = [...roles.ids()].filter((role) => !roles.name(role).includes("/"));
    this.#remove([
      ...this.#frameworkRemovals(),
      ...agents.map((agent): Operation => ({ op: "removeAgent", agent })),
      ...[...roles.ids()].map((role): Operation => ({ op: "updateWeights", weights: [{ role, weight: 1 }] })),
      ...topLevel.map((role): Operation => ({ op: "updateQuota", role, guarantees: none, limits: none })),
      { op: "updateWhitelist", agents: null },
    ]);
  }

  /** As `removeEverything`, but agents, quotas, weights and the whitelist stay. */
  removeFrameworks(): void {
    this.#remove(this.#frameworkRemovals());
  }

  #frameworkRemovals(): Operation[] {
    const { frameworks } = this.session.ledger;
    const there = [...this.#directory.frameworks.ids()].filter((framework) => frameworks[framework] !== undefined);
    return there.map((framework) => ({ op: "removeFramework", framework }));
  }

  #remove(removals: readonly Operation[]): void {
    for (const operation of this.#draw.shuffled<Operation>([...removals, { op: "resume" }])) this.submit(operation);
    this.#tick();
    this.submit({ op: "allocate", wake: false });
  }

  #next(): Operation {
    const draw = this.#draw;
    const { pendingRun } = this.session;
    if (pendingRun !== undefined && draw.chance(0.4)) return { op: "run", agents: pendingRun };
    if (draw.chance(0.15)) {
      this.#tick();
      return { op: "allocate", wake: false };
    }
    if (draw.chance(0.3) && this.#interval - (this.t % this.#interval) > EIGHTH) this.t += EIGHTH;
    // A stranger gives nothing back before it registers.
    const held = this.held.filter(({ framework }) => this.session.ledger.frameworks[framework] !== undefined);
    if (held.length > 0 && draw.chance(0.5)) return this.#answer(draw.pick(held));
    return this.#change();
  }

  #tick(): void {
    this.t = (Math.floor(this.t / this.#interval) + 1) * this.#interval;
  }

  #change(): Operation {
    const draw = this.#draw;
    const { ledger } = this.session;
    const agent = draw.id<AgentId>(this.#directory.agents.size);
    const framework = draw.id<FrameworkId>(this.#directory.frameworks.size);
    const account = ledger.frameworks[framework];
    // A journal names nobody that was never announced.
    if (!this.#known.has(agent) || (ledger.agents[agent] === undefined && draw.chance(0.6))) {
      return draw.addAgent(this.t, agent, [...this.#directory.frameworks.ids()]);
    }
    if (account === undefined) return draw.addFramework(framework);
    if (draw.chance(0.2)) return draw.request(framework, draw.pick([...account.roles]));
    if (draw.chance(0.45)) return draw.changeFramework(framework, [...account.roles]);
    if (draw.chance(0.5)) return draw.changeAgent(this.t, agent, this.#withVolumes.has(agent));
    if (draw.chance(0.15)) {
      return { op: "inverseOfferResponse", framework, agent, accepted: draw.pick([true, false, null]) };
    }
    return draw.configure([...this.#known].sort((a, b) => a - b));
  }

  #answer(held: Held): Operation {
    const draw = this.#draw;
    const { framework, role, agent } = held;
    const conversion = held.isUsed || !draw.chance(0.2) ? undefined : this.#conversion(held);
    if (conversion !== undefined) return { op: "updateAllocation", framework, role, agent, conversions: [conversion] };
    const part = draw.chance(0.7) ? held.resources : draw.part(held.resources);
    const resources = isEmpty(part) || held.task !== null ? held.resources : part;
    if (!held.isUsed && draw.chance(0.4)) {
      const task = draw.chance(0.5) ? this.#directory.tasks.intern(`task-${this.#tasks++}`) : null;
      return { op: "acceptOffer", framework, role, agent, resources, task };
    }
    const refuse = held.isUsed ? null : draw.pick([null, 0, -1, 500_000, 1_000_000, 1_500_000, 3_000_000, 20_000_000]);
    return {
      op: "recoverResources",
      framework,
      role,
      agent,
      resources,
      refuse,
      allocated: held.isUsed,
      task: held.task,
    };
  }

  /** Offered cpus are reserved to the role or used up, disk becomes a shared volume of the role (L8). */
  #conversion({ role, agent, resources }: Held): Conversion | undefined {
    const name = this.#directory.roles.name(role);
    if (name === "*" || this.updated.has(agent)) return undefined;
    const { resourceKeys } = this.#directory;
    const plain = this.#draw.pick(["cpus", "disk"]);
    const from = filterResources(resources, (key, amount) => (resourceKeys.get(key).text === plain ? amount : 0));
    if (isEmpty(from)) return undefined;
    const amount = (from.amounts[0] as number) / 1000;
    const volume = `disk(${name})[v${this.#tasks++}]{SHARED}:${amount}`;
    const cpus = this.#draw.chance(0.8) ? `cpus(${name}):${amount}` : "";
    return { from, to: resourceKeys.parse(plain === "cpus" ? cpus : volume) };
  }

  #note({ operation, decisions }: Step): void {
    this.#noteOperation(operation);
    for (const { framework, role, agent, resources } of decisions.offers) {
      this.held.push({ framework, role, agent, resources, isUsed: false, task: null });
    }
  }

  #noteOperation(operation: Operation): void {
    switch (operation.op) {
      case "addAgent":
        this.#known.add(operation.agent);
        this.updated.delete(operation.agent);
        for (const used of operation.used) {
          this.held.push({ ...used, agent: operation.agent, isUsed: true, task: null });
        }
        return;
      case "updateAgent":
        this.updated.add(operation.agent);
        return;
      case "removeAgent":
        this.#withVolumes.delete(operation.agent);
        this.held = this.held.filter(({ agent }) => agent !== operation.agent);
        return;
      case "removeFramework":
        this.held = this.held.filter(({ framework }) => framework !== operation.framework);
        return;
      case "acceptOffer":
        this.#takeOff(operation, false, null);
        this.held.push({ ...placeOf(operation), resources: operation.resources, isUsed: true, task: operation.task });
        return;
      case "recoverResources":
        this.#takeOff(operation, operation.allocated, operation.task);
        return;
      case "updateAllocation":
        for (const { from, to } of operation.conversions) this.#convert(operation, from, to);
        return;
    }
  }

  #convert(operation: Place, from: Resources, to: Resources): void {
    const { resourceKeys } = this.#directory;
    if (to.keys.some((key) => resourceKeys.get(key).isShared)) this.#withVolumes.add(operation.agent);
    const place = placeOf(operation);
    this.#takeOff({ ...place, resources: from }, false, null);
    if (!isEmpty(to)) this.held.push({ ...place, resources: to, isUsed: false, task: null });
  }

  /** Each answer is about one entry: all of it was there. */
  #takeOff(gone: Place & { resources: Resources }, isUsed: boolean, task: TaskId | null): void {
    const from = this.held.find((held) => {
      return (
        isSamePlace(held, gone) &&
        held.isUsed === isUsed &&
        held.task === task &&
        contains(held.resources, gone.resources)
      );
    }) as Held;
    from.resources = subtract(from.resources, gone.resources);
    this.held = this.held.filter(({ resources }) => !isEmpty(resources));
  }
}

function placeOf({ framework, role, agent }: Place): Place {
  return { framework, role, agent };
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.framework === b.framework && a.role === b.role && a.agent === b.agent;
}

/** What the history knows to be held at a place, offered and used together. */
export function heldAt(history: LegalHistory, place: Place): Resources {
  const there = history.held.filter((held) => isSamePlace(held, place)).map(({ resources }) => resources);
  return there.reduce(add, NO_RESOURCES);
}
