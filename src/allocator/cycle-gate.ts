import type { Micros } from "../base/time.js";
import type { AgentId } from "../cluster/ids.js";
import type { AllocatorOptions } from "./allocator.js";
import type { Operation } from "./operations.js";
import type { Candidates } from "./triggers.js";

export type GateOptions = Pick<AllocatorOptions, "triggers" | "recoveryTimeout" | "agentRecoveryFactor">;

/** Waiting for agents after a failover (R1). */
interface HoldOff {
  /** How many more agents must be added. */
  missing: number;
  readonly until: Micros;
}

/**
 * Whether what would trigger a cycle does so now, with others later, or not at all: batching, pause and the recovery
 * hold-off are the host's, so that they hold for every allocator alike (G1, G3, G4, R1-R3).
 */
export class CycleGate {
  readonly #options: GateOptions;
  #isPaused = false;
  #holdOff: HoldOff | null = null;
  /** What the queued cycle is to cover: all agents, or these. */
  #pending: Set<AgentId> | "all" = new Set();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** The agents of the cycle that waits for its `run`; undefined when none does. */
  get pending(): Candidates | undefined {
    if (this.#pending === "all") return null;
    return this.#pending.size === 0 ? undefined : [...this.#pending].sort((a, b) => a - b);
  }

  /**
   * @param triggered what the operation triggers by itself; undefined: nothing
   * @returns the agents of the cycle that runs now; undefined: none does
   */
  admit(t: Micros, operation: Operation, triggered: Candidates | undefined): Candidates | undefined {
    this.#note(t, operation);
    if (triggered === undefined || this.#isPaused) return undefined;
    if (this.#options.triggers === "batched" && operation.op !== "allocate" && operation.op !== "run") {
      this.#queue(triggered);
      return undefined;
    }
    this.#pending = new Set();
    return triggered;
  }

  #note(t: Micros, operation: Operation): void {
    if (this.#holdOff !== null && t >= this.#holdOff.until) this.#resume();
    if (operation.op === "pause") this.#isPaused = true;
    else if (operation.op === "resume") this.#isPaused = false;
    else if (operation.op === "recover") this.#hold(t, operation.expectedAgents, operation.quotas.length);
    else if (operation.op === "addAgent" && this.#holdOff !== null && --this.#holdOff.missing === 0) this.#resume();
  }

  #hold(t: Micros, expectedAgents: number, quotas: number): void {
    const missing = Math.floor(expectedAgents * this.#options.agentRecoveryFactor);
    if (quotas === 0 || missing === 0) return;
    this.#isPaused = true;
    this.#holdOff = { missing, until: t + this.#options.recoveryTimeout };
  }

  #resume(): void {
    this.#isPaused = false;
    this.#holdOff = null;
  }

  #queue(triggered: Candidates): void {
    if (triggered === null) this.#pending = "all";
    else if (this.#pending !== "all") for (const agent of triggered) this.#pending.add(agent);
  }
}
