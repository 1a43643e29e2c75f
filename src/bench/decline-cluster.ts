import type { Allocator, AllocatorContext, AllocatorFactory } from "../allocator/allocator.js";
import type { Offer } from "../allocator/decisions.js";
import type { Operation, TimedOperation } from "../allocator/operations.js";
import { wallMs } from "../base/stopwatch.js";
import { type Micros, secondsToMicros } from "../base/time.js";
import { createDirectory, type Directory } from "../cluster/directory.js";
import type { FrameworkId, RoleId } from "../cluster/ids.js";
import { OPTION_DEFAULTS } from "../cluster/option-defaults.js";
import { DEFAULT_ROLE } from "../cluster/role-name.js";
import { numbered } from "./numbered.js";

export interface DeclineSize {
  readonly agents: number;
  readonly frameworks: number;
  /** 1: all frameworks are in the default role. */
  readonly roles: number;
}

/** From one cycle to the next. */
export const INTERVAL: Micros = OPTION_DEFAULTS.allocationInterval;
/** Mesos' own benchmark declines for INT_MAX seconds. */
const REFUSE: Micros = secondsToMicros(2 ** 31 - 1);
const TOTAL = "cpus:24;disk:4096;mem:4096";
const USED = "cpus:16;disk:1024;mem:2014";

/**
 * A cluster in which nobody wants anything: agents that are partly in use, frameworks that decline every offer for as long
 * as they can. It speaks to the allocator through the port alone, with neither ledger nor journal in between.
 */
export class DeclineCluster {
  readonly #allocator: Allocator;
  readonly #size: DeclineSize;
  readonly #directory: Directory;
  #t: Micros = 0;
  #offers: readonly Offer[] = [];

  private constructor(allocator: Allocator, size: DeclineSize, directory: Directory) {
    this.#allocator = allocator;
    this.#size = size;
    this.#directory = directory;
  }

  static async create(size: DeclineSize, createAllocator: AllocatorFactory): Promise<DeclineCluster> {
    const directory = declineDirectory(size);
    return new DeclineCluster(await createAllocator(declineContext(directory)), size, directory);
  }

  /**
   * Everybody joins at one instant, and the first cycle comes of it.
   * @returns milliseconds of the call
   */
  join(): number {
    const operations = [...frameworksJoin(this.#size, this.#directory), ...agentsJoin(this.#size, this.#directory)];
    return this.#ask([...operations, { op: "allocate", wake: false }], true);
  }

  /** Number of offers that wait for an answer. */
  get open(): number {
    return this.#offers.length;
  }

  /**
   * Declines what the last cycle offered. The call has no candidates, so that it offers nothing: what is timed is how the
   * allocator takes note, and installs the filters.
   * @returns milliseconds of the call
   */
  decline(): number {
    const declines = this.#offers.map(declineOf);
    return declines.length === 0 ? 0 : this.#ask(declines, false);
  }

  /**
   * The interval's timer fires: a cycle over all agents.
   * @returns milliseconds of the call
   */
  cycle(): number {
    this.#t += INTERVAL;
    return this.#ask([{ op: "allocate", wake: false }], true);
  }

  /**
   * One framework wants offers again, which brings about a cycle over all agents.
   * @returns milliseconds of the call
   */
  revive(): number {
    return this.#ask([{ op: "reviveOffers", framework: 0 as FrameworkId, roles: [] }], true);
  }

  close(): void {
    this.#allocator.close();
  }

  #ask(operations: readonly Operation[], isCycle: boolean): number {
    const t = this.#t;
    const events = operations.map((operation): TimedOperation => ({ t, operation }));
    const startedAt = wallMs();
    const { offers } = this.#allocator.decide(t, events, isCycle ? null : []);
    const elapsed = wallMs() - startedAt;
    this.#offers = offers;
    return elapsed;
  }
}

export function frameworksJoin({ roles }: DeclineSize, directory: Directory): Operation[] {
  return [...directory.frameworks.ids()].map((framework) => ({
    op: "addFramework",
    framework,
    roles: [roleOf(framework, roles)],
    capabilities: ["MULTI_ROLE"],
    suppressedRoles: [],
    active: true,
  }));
}

/** Each is partly in use. */
export function agentsJoin({ frameworks, roles }: DeclineSize, { agents, resourceKeys }: Directory): Operation[] {
  const total = resourceKeys.parse(TOTAL);
  const resources = resourceKeys.parse(USED);
  return [...agents.ids()].map((agent) => {
    const framework = (agent % frameworks) as FrameworkId;
    return { op: "addAgent", agent, total, used: [{ framework, role: roleOf(framework, roles), resources }] };
  });
}

/** For as long as one can. */
export function declineOf({ framework, role, agent, resources }: Offer): Operation {
  return {
    op: "recoverResources",
    framework,
    role,
    agent,
    resources,
    refuse: REFUSE,
    allocated: false,
    task: null,
  };
}

export function declineDirectory({ agents, frameworks, roles }: DeclineSize): Directory {
  return createDirectory({
    agents: numbered("agent", agents),
    frameworks: numbered("framework", frameworks),
    roles: roles === 1 ? [DEFAULT_ROLE] : numbered("role", roles),
  });
}

function roleOf(framework: FrameworkId, roles: number): RoleId {
  return (framework % roles) as RoleId;
}

export function declineContext(directory: Directory): AllocatorContext {
  const minAllocatable = OPTION_DEFAULTS.minAllocatable.map((text) => directory.resourceKeys.parseQuantities(text));
  return { directory, options: { ...OPTION_DEFAULTS, minAllocatable }, parameters: {}, seed: 0 };
}
