import type { AllocatorFactory, AllocatorOptions, ParameterValue } from "../allocator/allocator.js";
import type { CallMonitor, OperationSink } from "../allocator/operation-sink.js";
import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { Directory } from "../cluster/directory.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { EndReason } from "./progress.js";
import { Simulation } from "./simulation.js";

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
}

export interface SimulationEnd {
  readonly endedAt: Micros;
  /** How often the allocator was asked. */
  readonly cycles: number;
  readonly reason: EndReason;
}

/**
 * Runs a plan to its end against one allocator. What happens is a pure function of plan, seed and allocator. Events at the
 * very end of the plan's duration still happen.
 *
 * @throws AllocatorFailure when the allocator broke or decided something illegal
 */
export async function simulate(input: SimulationInput): Promise<SimulationEnd> {
  const { plan, directory, parameters, seed } = input;
  const options = allocatorOptions(plan, directory);
  const allocator = await input.createAllocator({ directory, options, parameters, seed });
  try {
    return new Simulation(input, allocator).run();
  } finally {
    allocator.close();
  }
}

function allocatorOptions({ options }: ClusterPlan, { resourceKeys }: Directory): AllocatorOptions {
  return { ...options, minAllocatable: options.minAllocatable.map((text) => resourceKeys.parse(text)) };
}
