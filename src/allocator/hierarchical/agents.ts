import type { AgentId } from "../../cluster/ids.js";
import { add, equal, NO_RESOURCES, type Resources, subtract } from "../../cluster/resources.js";
import type { Conversion } from "../operations.js";
import type { ClusterSums } from "./cluster-sums.js";
import type { ResourceNames } from "./resource-names.js";

const PRESENT = 1;
const ACTIVATED = 2;
const WHITELISTED = 4;
const ELIGIBLE = PRESENT | ACTIVATED | WHITELISTED;

/** In place of an epoch: settled whatever frameworks do. */
const EXHAUSTED = -1;

/** Every agent as the allocator sees it, in arrays by agent id. */
export class Agents {
  readonly size: number;
  readonly #names: ResourceNames;
  readonly #sums: ClusterSums;
  readonly #gpuColumn: number;
  readonly #standing: Uint8Array;
  readonly #totals: Resources[];
  /**
   * Offered or in use, that of frameworks which are not there yet included (L1); but for the last offer, and without
   * shared volumes: those stay available (P6).
   */
  readonly #taken: Resources[];
  /**
   * What was taken last, and what was available before: mostly the next thing that happens is that it comes back as a
   * whole.
   */
  readonly #lastTaken: (Resources | null)[];
  readonly #availableBefore: Resources[];
  readonly #available: Resources[];
  readonly #hasGpus: Uint8Array;
  readonly #isPlain: Uint8Array;
  /** The epoch in which no framework could take anything of the agent, or EXHAUSTED; see `settle`. */
  readonly #settledIn: Int32Array;
  #epoch = 1;

  constructor(size: number, names: ResourceNames, sums: ClusterSums) {
    this.size = size;
    this.#names = names;
    this.#sums = sums;
    this.#gpuColumn = names.column("gpus");
    this.#standing = new Uint8Array(size).fill(WHITELISTED);
    this.#totals = new Array(size).fill(NO_RESOURCES);
    this.#taken = new Array(size).fill(NO_RESOURCES);
    this.#lastTaken = new Array(size).fill(null);
    this.#availableBefore = new Array(size).fill(NO_RESOURCES);
    this.#available = new Array(size).fill(NO_RESOURCES);
    this.#hasGpus = new Uint8Array(size);
    this.#isPlain = new Uint8Array(size);
    this.#settledIn = new Int32Array(size);
  }

  isPresent(agent: AgentId): boolean {
    return ((this.#standing[agent] as number) & PRESENT) !== 0;
  }

  /** Present, activated and whitelisted: others are skipped by a cycle, and forgotten (G3). */
  isEligible(agent: AgentId): boolean {
    return this.#standing[agent] === ELIGIBLE;
  }

  total(agent: AgentId): Resources {
    return this.#totals[agent] as Resources;
  }

  /** Total less what is offered or in use, object by object, nothing where the agent is over-allocated (L3). */
  available(agent: AgentId): Resources {
    return this.#available[agent] as Resources;
  }

  /** Whether the total has GPUs, under any reservation and even if all are in use (P1). */
  hasGpus(agent: AgentId): boolean {
    return this.#hasGpus[agent] === 1;
  }

  /**
   * Whether nothing of the total is reserved or revocable: all of it, ranges and sets included, may go to any role and
   * framework.
   */
  isPlain(agent: AgentId): boolean {
    return this.#isPlain[agent] === 1;
  }

  add(agent: AgentId, total: Resources): void {
    this.#standing[agent] = (this.#standing[agent] as number) | PRESENT | ACTIVATED;
    this.#changeTotal(agent, total);
  }

  /** @returns whether the total changed */
  update(agent: AgentId, total: Resources): boolean {
    if (equal(this.total(agent), total)) return false;
    this.#changeTotal(agent, total);
    return true;
  }

  remove(agent: AgentId): void {
    this.#taken[agent] = NO_RESOURCES;
    this.#lastTaken[agent] = null;
    this.#changeTotal(agent, NO_RESOURCES);
    this.#standing[agent] = (this.#standing[agent] as number) & WHITELISTED;
  }

  setActivated(agent: AgentId, activated: boolean): void {
    if (!this.isPresent(agent)) return;
    const others = (this.#standing[agent] as number) & ~ACTIVATED;
    this.#standing[agent] = activated ? others | ACTIVATED : others;
  }

  /**
   * Only the listed agents are offered; null: all, an empty list: none (P5). Mesos' list is of host names: here it
   * arrives as agents, since a host has one.
   */
  setWhitelist(agents: readonly AgentId[] | null): void {
    const listed = agents === null ? null : new Set(agents);
    for (let id = 0; id < this.size; id++) {
      const others = (this.#standing[id] as number) & ~WHITELISTED;
      const isListed = listed === null || listed.has(id as AgentId);
      this.#standing[id] = isListed ? others | WHITELISTED : others;
    }
  }

  take(agent: AgentId, resources: Resources): void {
    this.#addUpTaken(agent);
    const available = this.available(agent);
    const taken = this.#names.exclusive(resources);
    this.#lastTaken[agent] = taken;
    this.#availableBefore[agent] = available;
    this.#setAvailable(agent, taken === available ? NO_RESOURCES : subtract(available, taken));
  }

  giveBack(agent: AgentId, resources: Resources): void {
    const last = this.#lastTaken[agent] as Resources | null;
    const returned = this.#names.exclusive(resources);
    if (last !== null && equal(last, returned)) {
      this.#lastTaken[agent] = null;
      this.#setAvailable(agent, this.#availableBefore[agent] as Resources);
    } else {
      this.#addUpTaken(agent);
      this.#taken[agent] = subtract(this.#taken[agent] as Resources, returned);
      this.#setAvailable(agent, this.#untaken(agent));
    }
    this.unsettle(agent);
  }

  /** What is offered there becomes something else: the agent has it in the new form, and it is as much taken (L8). */
  convertTaken(agent: AgentId, { from, to }: Conversion): void {
    this.#addUpTaken(agent);
    const others = subtract(this.#taken[agent] as Resources, this.#names.exclusive(from));
    this.#taken[agent] = add(others, this.#names.exclusive(to));
    this.#changeTotal(agent, converted(this.total(agent), { from, to }));
  }

  /** The operator converts what nobody holds. */
  convertAvailable(agent: AgentId, conversions: readonly Conversion[]): void {
    this.#changeTotal(agent, conversions.reduce(converted, this.total(agent)));
  }

  /**
   * Notes that nobody can take anything of what the agent has left, for reasons that last: cycles pass it by until
   * resources come back to it, one of its filters goes, or a framework becomes active in some role.
   */
  settle(agent: AgentId): void {
    this.#settledIn[agent] = this.#epoch;
  }

  /** Notes that what the agent has left is worth no offer to anybody, until resources come back to it. */
  exhaust(agent: AgentId): void {
    this.#settledIn[agent] = EXHAUSTED;
  }

  isSettled(agent: AgentId): boolean {
    const settledIn = this.#settledIn[agent];
    return settledIn === this.#epoch || settledIn === EXHAUSTED;
  }

  unsettle(agent: AgentId): void {
    this.#settledIn[agent] = 0;
  }

  unsettleAll(): void {
    this.#epoch++;
  }

  /** Forgets of all agents that they are settled or exhausted: what is worth an offer is another question now. */
  reviewAll(): void {
    this.#settledIn.fill(0);
  }

  #changeTotal(agent: AgentId, total: Resources): void {
    this.#addUpTaken(agent);
    this.#setAvailable(agent, NO_RESOURCES);
    this.#sums.replaceTotal(this.total(agent), total);
    this.#totals[agent] = total;
    const { columnOf, needsOf, reservedTo } = this.#names;
    this.#hasGpus[agent] = total.keys.some((key) => columnOf[key] === this.#gpuColumn) ? 1 : 0;
    this.#isPlain[agent] = total.keys.every((key) => reservedTo[key] === -1 && needsOf[key] === 0) ? 1 : 0;
    this.#setAvailable(agent, this.#untaken(agent));
    this.unsettle(agent);
  }

  #untaken(agent: AgentId): Resources {
    const total = this.total(agent);
    return this.#names.withoutCutVolumes(subtract(total, this.#taken[agent] as Resources), total);
  }

  #addUpTaken(agent: AgentId): void {
    const last = this.#lastTaken[agent] as Resources | null;
    if (last === null) return;
    this.#taken[agent] = add(this.#taken[agent] as Resources, last);
    this.#lastTaken[agent] = null;
  }

  #setAvailable(agent: AgentId, available: Resources): void {
    if (!this.isPlain(agent)) this.#sums.replaceAvailable(this.available(agent), available);
    this.#available[agent] = available;
  }
}

function converted(total: Resources, { from, to }: Conversion): Resources {
  return add(subtract(total, from), to);
}
