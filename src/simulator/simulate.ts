import type { AllocatorFactory, Gauge, ParameterValue } from "../allocator/allocator.js";
import { allocatorOptions } from "../allocator/allocator-options.js";
import { AllocatorFailure } from "../allocator/failure.js";
import type { Ledger } from "../allocator/ledger.js";
import type { CallMonitor, OperationSink } from "../allocator/operation-sink.js";
import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import type { MetricSample } from "../cluster/metric-sample.js";
import type { ClusterPlan } from "../cluster/plan.js";
import { HookReentry } from "../kinds/hook/hook-reentry.js";
import { IllegalHookResult } from "../kinds/hook/illegal-hook-result.js";
import type { ParticipatingModules } from "../kinds/participating-modules.js";
import type { RunTallies } from "../kinds/run-tallies.js";
import { EventQueue } from "./event-queue.js";
import type { EndReason } from "./progress.js";
import { type BegunRun, Simulation } from "./simulation.js";
import { StartedModules } from "./started-modules.js";
import { VirtualTimer } from "./virtual-timer.js";

export interface SimulationInput {
  readonly plan: ClusterPlan;
  /** From `directoryOf(plan)`; one for each run, since tasks are named in it. */
  readonly directory: Directory;
  /** An integer in [0, 2^32). */
  readonly seed: number;
  readonly createAllocator: AllocatorFactory;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly observer: ClusterObserver;
  readonly journal: OperationSink;
  readonly monitor: CallMonitor;
  /** The modules beside the allocator, and what is chosen among them; null or absent: none, and Mesos' defaults. */
  readonly modules?: ParticipatingModules | null;
}

export interface SimulationEnd {
  readonly endedAt: Micros;
  /** How often the allocator was asked. */
  readonly cycles: number;
  readonly reason: EndReason;
}

/** What can be read off a run that is over. */
export interface SimulationOutcome extends SimulationEnd {
  /** The host's books. */
  readonly ledger: Ledger;
  /** What the allocator tells of itself. */
  readonly gauges: readonly Gauge[];
  /** What became of authentications and preemptions; null for what the run has no part for. */
  readonly tallies: RunTallies;
}

/**
 * Runs a plan to its end against one allocator. What happens is a pure function of plan, seed and allocator. Events at the
 * very end of the plan's duration still happen.
 *
 * @throws AllocatorFailure when the allocator or a module broke, or decided something illegal
 */
export async function simulate(input: SimulationInput): Promise<SimulationOutcome> {
  const events = new EventQueue();
  const timer = new VirtualTimer(events);
  const onHookError = () => input.observer.hookError(timer.now);
  const modules = input.modules ? await StartedModules.start(input.modules, timer, onHookError) : null;
  try {
    return await simulateWith(input, { events, timer, modules });
  } catch (error) {
    if (!(error instanceof IllegalHookResult || error instanceof HookReentry)) throw error;
    throw new AllocatorFailure("illegalDecision", error.message);
  } finally {
    modules?.closeAll();
  }
}

async function simulateWith(input: SimulationInput, begun: BegunRun): Promise<SimulationOutcome> {
  const { plan, directory, parameters, seed } = input;
  const options = allocatorOptions(plan.options, directory.resourceKeys);
  const onSample = (sample: MetricSample) => input.observer.sampled(sample);
  const allocator = await input.createAllocator({ directory, options, parameters, seed, onSample });
  try {
    const simulation = new Simulation(input, allocator, options, begun);
    const end = simulation.run();
    const { ledger, tallies } = simulation;
    return { ...end, ledger, gauges: allocator.gauges(), tallies };
  } finally {
    allocator.close();
  }
}
