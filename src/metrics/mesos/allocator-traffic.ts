import type { Decisions } from "../../allocator/decisions.js";
import type { CallMonitor, OperationSink } from "../../allocator/operation-sink.js";
import type { Operation } from "../../allocator/operations.js";
import { wallMs } from "../../base/stopwatch.js";
import type { Micros } from "../../base/time.js";
import { floatColumn } from "../column.js";

/**
 * Stands at the border between host and allocator, in front of the journal and of the monitor of calls: how many
 * operations wait to be told to the allocator, and how long each call waits for the host.
 */
export class AllocatorTraffic implements OperationSink, CallMonitor {
  /** Operations that triggered nothing since the allocator was asked last: they cross with the next one that does. */
  waiting = 0;
  /** By call: wall-clock milliseconds from the moment that it was due until the allocator's own code began. */
  readonly latencyMs = floatColumn();
  readonly #journal: OperationSink;
  readonly #monitor: CallMonitor;
  #isAsked = false;

  constructor(journal: OperationSink, monitor: CallMonitor) {
    this.#journal = journal;
    this.#monitor = monitor;
  }

  enter(cycle: number, t: Micros, operation: Operation): void {
    const dueAt = wallMs();
    this.#isAsked = true;
    this.#monitor.enter(cycle, t, operation);
    this.latencyMs.push(wallMs() - dueAt);
  }

  leave(): void {
    this.#monitor.leave();
  }

  record(t: Micros, operation: Operation, decisions: Decisions): void {
    this.waiting = this.#isAsked ? 0 : this.waiting + 1;
    this.#isAsked = false;
    this.#journal.record(t, operation, decisions);
  }
}
