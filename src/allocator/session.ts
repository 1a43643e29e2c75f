import { wallMs } from "../base/stopwatch.js";
import { formatDuration, type Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { Allocator } from "./allocator.js";
import { checkAndBook } from "./checker.js";
import { CycleGate, type GateOptions } from "./cycle-gate.js";
import { type Decisions, NO_DECISIONS } from "./decisions.js";
import { AllocatorFailure } from "./failure.js";
import { chooseItems } from "./item-choice.js";
import { Ledger } from "./ledger.js";
import type { CallMonitor } from "./operation-sink.js";
import type { Operation, TimedOperation } from "./operations.js";
import { type Candidates, candidatesOf } from "./triggers.js";

/**
 * One allocator at work: operations go in one by one, the allocator is asked when one triggers, and what it decides is
 * vetted and booked before anybody acts on it.
 */
export class AllocatorSession {
  readonly ledger: Ledger;
  /** How often the allocator was asked. */
  cycles = 0;
  /** Wall-clock milliseconds of the last call; for figures only. */
  lastCycleMs = 0;
  readonly #allocator: Allocator;
  readonly #monitor: CallMonitor;
  readonly #gate: CycleGate;
  #queued: TimedOperation[] = [];

  constructor(allocator: Allocator, directory: Directory, options: GateOptions, monitor: CallMonitor) {
    this.#allocator = allocator;
    this.#monitor = monitor;
    this.#gate = new CycleGate(options);
    this.ledger = new Ledger(directory);
  }

  /** The agents of the cycle that was triggered and waits for its `run`; null: all agents, undefined: none waits. */
  get pendingRun(): Candidates | undefined {
    return this.#gate.pending;
  }

  /**
   * @returns what the operation caused, sorted; already booked. An operation about an agent or framework that is gone
   *   does not reach the allocator
   * @throws AllocatorFailure with the cycle, when the allocator broke or decided something illegal
   * @throws LedgerError when the operation cannot follow what went before
   */
  submit(t: Micros, operation: Operation): Decisions {
    const booking = this.ledger.apply(operation);
    if (booking === "ignored") return NO_DECISIONS;
    this.#queued.push({ t, operation });
    const triggered = candidatesOf(operation, this.#allocator.triggers, booking);
    const candidates = this.#gate.admit(t, operation, triggered);
    if (candidates === undefined) return NO_DECISIONS;
    const decisions = chooseItems(this.ledger, sorted(this.#ask(t, operation, candidates)));
    const defect = checkAndBook(this.ledger, t, decisions);
    if (defect !== undefined) {
      throw new AllocatorFailure("illegalDecision", `at ${formatDuration(t)}: ${defect}`, this.cycles);
    }
    return decisions;
  }

  close(): void {
    this.#allocator.close();
  }

  #ask(t: Micros, operation: Operation, candidates: Candidates): Decisions {
    const events = this.#queued;
    this.#queued = [];
    this.cycles++;
    this.#monitor.enter(this.cycles, t, operation);
    const startedAt = wallMs();
    try {
      return this.#allocator.decide(t, events, candidates);
    } catch (error) {
      throw asFailure(error, this.cycles);
    } finally {
      this.lastCycleMs = wallMs() - startedAt;
      this.#monitor.leave();
    }
  }
}

function asFailure(error: unknown, cycle: number): AllocatorFailure {
  if (error instanceof AllocatorFailure) return error.atCycle(cycle);
  const failure = new AllocatorFailure("threw", error instanceof Error ? error.message : String(error), cycle);
  if (error instanceof Error && error.stack !== undefined) failure.stack = error.stack;
  return failure;
}

/** Each list by (framework, role, agent), which is byte order of the names since ids are. */
export function sorted(decisions: Decisions): Decisions {
  if (decisions === NO_DECISIONS) return decisions;
  const { offers, inverseOffers, revocations, wakeAt } = decisions;
  return {
    offers: offers.toSorted((a, b) => a.framework - b.framework || a.role - b.role || a.agent - b.agent),
    inverseOffers: inverseOffers.toSorted((a, b) => a.framework - b.framework || a.agent - b.agent),
    revocations: revocations.toSorted(
      (a, b) => a.framework - b.framework || a.role - b.role || a.agent - b.agent || (a.task ?? -1) - (b.task ?? -1),
    ),
    wakeAt,
  };
}
