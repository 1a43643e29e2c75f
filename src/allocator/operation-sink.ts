import type { Micros } from "../base/time.js";
import type { Decisions } from "./decisions.js";
import type { Operation } from "./operations.js";

/** Where every operation goes together with what it caused: the journal of a run. */
export interface OperationSink {
  record(t: Micros, operation: Operation, decisions: Decisions): void;
}

/** Hands on what comes to each of the sinks, in their order. */
export function toAll(...sinks: readonly OperationSink[]): OperationSink {
  return {
    record(t, operation, decisions) {
      for (const sink of sinks) sink.record(t, operation, decisions);
    },
  };
}

/** Is told before and after each call into the allocator, so that an endless or crashing call can be placed from outside. */
export interface CallMonitor {
  /**
   * @param cycle 1-based number of the decide call
   * @param operation the one that triggered it
   */
  enter(cycle: number, t: Micros, operation: Operation): void;
  leave(): void;
}
