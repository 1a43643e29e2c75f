import type { Micros } from "../base/time.js";
import type { Domain } from "../cluster/agent-profile.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId } from "../cluster/ids.js";
import type { MetricSample } from "../cluster/metric-sample.js";
import type { Resources } from "../cluster/resources.js";
import type { Decisions } from "./decisions.js";
import type { TimedOperation } from "./operations.js";

/**
 * The port. Every allocator, the built-in included, stands behind it. It is event-sourced and pulled: the host queues
 * operations that trigger nothing and crosses once for each that triggers. An allocator has no clock but `t` and no
 * randomness but what it derives from the seed.
 */
export interface Allocator {
  /** Operations that shall trigger a cycle beyond the standard table in `triggers.ts`. */
  readonly triggers: readonly ExtraTrigger[];

  /**
   * @param t virtual time
   * @param events what happened since the last call, oldest first; the last one is the operation that triggered. Each has
   *   its own time, at most `t`: a filter runs from the moment of the decline, not of this call
   * @param candidates the agents that may be offered; null means all
   * @returns plain data; the host checks it against its own ledger before it applies any of it
   * @throws AllocatorFailure when the guest broke; any other exception is reported as `threw`
   */
  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions;

  /** What the allocator can tell of its state now, for figures only. */
  gauges(): readonly Gauge[];

  /** Releases what the allocator holds outside the JavaScript heap. No call follows. */
  close(): void;
}

export interface Gauge {
  readonly name: string;
  readonly value: number;
}

export const EXTRA_TRIGGERS = ["recoverResources", "requestResources"] as const;
export type ExtraTrigger = (typeof EXTRA_TRIGGERS)[number];

/** Mesos' allocator options as far as they have a part here (facts: allocator section 1). */
export interface AllocatorOptions {
  readonly allocationInterval: Micros;
  /** In which order a cycle visits the candidate agents: by id, or shuffled before each stage, from the seed (C1). */
  readonly agentOrder: "id" | "shuffle";
  /** Both sorters are `drf`, or both `random`. */
  readonly roleSorter: "drf" | "random";
  readonly frameworkSorter: "drf" | "random";
  /** Alternatives: an offer is worth making when it contains any one of these; empty means any non-empty offer. */
  readonly minAllocatable: readonly Resources[];
  /** Resource names that do not count in shares. */
  readonly fairnessExclude: readonly string[];
  /** Whether what is lent counts in the shares of those who borrow it (P9). The built-in lends nothing. */
  readonly countLentInShares: boolean;
  readonly filterGpuResources: boolean;
  /** Where the master stands; agents of other regions are for frameworks with REGION_AWARE (P2). */
  readonly domain: Domain | null;
  /** How long a new master waits for agents at most (R1). */
  readonly recoveryTimeout: Micros;
  /** Which part of the expected agents must be back, 0 to 1 (R1). */
  readonly agentRecoveryFactor: number;
  /** `settled`: each trigger is a cycle of its own; `batched`: those of one instant share one (G1). */
  readonly triggers: "settled" | "batched";
  /** `cached`: a weight of a role that is only an inner node is ignored once sorted, as Mesos does; `immediate`: as documented. */
  readonly weightUpdates: "cached" | "immediate";
}

export type ParameterValue = string | number | boolean;

/** What an allocator is given when it is made. */
export interface AllocatorContext {
  readonly directory: Directory;
  readonly options: AllocatorOptions;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly seed: number;
  /** Takes the numbers that the allocator reports of itself, while it decides. Absent: nobody wants them. */
  readonly onSample?: (sample: MetricSample) => void;
}

export type AllocatorFactory = (context: AllocatorContext) => Allocator | Promise<Allocator>;
