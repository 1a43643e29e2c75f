import { AllocatorFailure } from "../allocator/failure.js";
import { formatDuration, MICROS_PER_SECOND, type Micros } from "../base/time.js";
import type { ClusterPlan, FrameworkPlan } from "../cluster/plan.js";
import type { EventQueue } from "./event-queue.js";

/** Why a run ended: its time was up, all jobs had ended, or nothing would ever end any more. */
export type EndReason = "duration" | "jobsEnded" | "stalemate";

const QUIET_TICKS = 1000;
const HOUR = 3600 * MICROS_PER_SECOND;
/** Rounds of holding, giving up and trying again that contending gangs are given. */
const GANG_ROUNDS = 50;

/**
 * Tells when a run is over, so that none goes on for ever.
 *
 * Progress is what can happen only so often: a task's end, an arrival, a registration, a fault, a maintenance. A plan without a duration
 * ends in a stalemate when some jobs have not ended and either
 * - they are all those of frameworks that were refused; or
 * - nothing runs that ends by itself, nothing more arrives, registers, is lost or comes back, and since the last progress
 *   there were 1000 ticks (or the time of so many, while only what waits on a timer happens) and time enough for every
 *   filter, revive and gang time-out to have passed (several times where gangs may contend; an hour while a container is
 *   being launched or destroyed, as modules may take long over that); or
 * - the queue of events is empty; or
 * - tasks are killed over and over: since the last progress more than 1000 and 100 per task.
 * Whatever the plan's duration, an allocator that is asked without end at one and the same instant has failed: it offers
 * again at once what was just declined.
 */
export class Progress {
  /** Tasks of jobs that have not ended yet, submitted or not. */
  unfinished = 0;
  /** Registrations, arrivals, failovers, faults, maintenances, pauses and late agents that are still to come. */
  ahead = 0;
  /** Running tasks that end by themselves. */
  ending = 0;
  /** Tasks whose containers are being launched or destroyed. */
  inTransit = 0;
  readonly #events: EventQueue;
  readonly #interval: Micros;
  readonly #duration: Micros | null;
  readonly #patience: Micros;
  readonly #mostKills: number;
  readonly #mostCyclesAtOnce: number;
  #lastAt: Micros = 0;
  #ticks = 0;
  #kills = 0;
  /** Since the last progress an action that waited for its time has run. */
  #waits = false;
  /** Tasks of jobs whose framework will never register. */
  #givenUp = 0;
  #instant: Micros = -1;
  #cyclesAtOnce = 0;

  constructor(events: EventQueue, plan: ClusterPlan) {
    this.#events = events;
    this.#interval = plan.options.allocationInterval;
    this.#duration = plan.duration;
    this.unfinished = plan.frameworks.reduce((sum, framework) => sum + jobTasks(framework), 0);
    const tasks = plan.frameworks.reduce((sum, framework) => sum + allTasks(framework), 0);
    this.#mostKills = 1000 + 100 * tasks;
    this.#patience = patienceOf(plan);
    const subscriptions = plan.frameworks.reduce((sum, framework) => sum + framework.roles.length, 0);
    this.#mostCyclesAtOnce = 10_000 + 10 * plan.agents.length * subscriptions;
  }

  /** Something happened that can happen only so often. */
  made(): void {
    this.#lastAt = this.#events.now;
    this.#ticks = 0;
    this.#kills = 0;
    this.#waits = false;
    this.#cyclesAtOnce = 0;
  }

  tick(): void {
    this.#ticks++;
  }

  /** Something that waited for its time has happened. Loops of agents go on for ever, so that this is no progress. */
  waited(): void {
    this.#waits = true;
  }

  /** A framework will never register. */
  givenUp(framework: FrameworkPlan): void {
    this.#givenUp += jobTasks(framework);
  }

  taskKilled(): void {
    this.#kills++;
  }

  /** @throws AllocatorFailure when the allocator is asked without end at one instant */
  cycle(number: number): void {
    const { now } = this.#events;
    if (now !== this.#instant) {
      this.#instant = now;
      this.#cyclesAtOnce = 0;
    }
    if (++this.#cyclesAtOnce <= this.#mostCyclesAtOnce) return;
    const message = `at ${formatDuration(now)}: asked ${this.#mostCyclesAtOnce} times at one instant and nothing comes of it: what is declined is offered again at once`;
    throw new AllocatorFailure("illegalDecision", message, number);
  }

  /** Whether the run is over, though there may be events left. */
  end(): EndReason | undefined {
    if (this.#duration !== null) return undefined;
    if (this.unfinished === 0) return "jobsEnded";
    if (this.unfinished === this.#givenUp) return "stalemate";
    return this.#isStuck() ? "stalemate" : undefined;
  }

  #isStuck(): boolean {
    if (this.#kills > this.#mostKills) return true;
    if (this.ahead > 0 || this.ending > 0) return false;
    const quiet = this.#events.now - this.#lastAt;
    const isQuiet = this.#ticks >= QUIET_TICKS || (this.#waits && quiet >= QUIET_TICKS * this.#interval);
    if (!isQuiet) return false;
    return quiet >= (this.inTransit > 0 ? Math.max(this.#patience, HOUR) : this.#patience);
  }
}

function jobTasks({ workload }: FrameworkPlan): number {
  return workload.kind === "jobs" ? workload.jobs.tasks.reduce((sum, tasks) => sum + tasks, 0) : 0;
}

function allTasks(framework: FrameworkPlan): number {
  return framework.workload.kind === "jobs" ? jobTasks(framework) : framework.workload.instances;
}

/** Time for each framework to be offered everything once more, whatever it has refused, and though a new master waits (R1). */
function patienceOf({ frameworks, offerTimeout, options, recovery }: ClusterPlan): Micros {
  const longest = (of: (framework: FrameworkPlan) => Micros) => frameworks.reduce((max, f) => Math.max(max, of(f)), 0);
  const keeping = longest((f) => keepingTime(f, offerTimeout ?? 0));
  const round = longest((f) => f.refuse) + longest((f) => f.reviveInterval) + keeping + options.allocationInterval;
  const declining = longest((f) => f.character?.accepts?.afterDeclining ?? 0);
  const holding = longest((f) => (hasGangs(f) ? f.gangTimeout : 0));
  const recovering = recovery === undefined ? 0 : options.recoveryTimeout;
  return recovering + declining * round + (holding === 0 ? 2 * round : GANG_ROUNDS * (round + holding));
}

/** How long an offer lies with a framework that is slow, or hoards: it comes while one decision is taken, and waits for the next. */
function keepingTime({ character }: FrameworkPlan, offerTimeout: Micros): Micros {
  if (character === undefined) return 0;
  const decision = character.decisionTimes?.reduce((max, time) => Math.max(max, time), 0) ?? 0;
  const hoarding = character.hoards === undefined ? 0 : (character.hoards.duration ?? offerTimeout);
  return 2 * decision + hoarding;
}

function hasGangs({ workload }: FrameworkPlan): boolean {
  return workload.kind === "jobs" && workload.jobs.gang.includes(1);
}
