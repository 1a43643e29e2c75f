import type { ResourceStatistics } from "../isolator/resource-statistics.js";
import type { Complete } from "../outcome.js";
import type { ExecutorUsage, ResourceUsage } from "./resource-usage.js";

export interface MeasuredExecutor extends Omit<ExecutorUsage, "statistics"> {
  readonly state: "REGISTERING" | "RUNNING" | "TERMINATING" | "TERMINATED";
}

/** What the containerizer measured of a container. */
export type StatisticsSource = (container: string, complete: Complete<ResourceStatistics>) => void;

/**
 * Answers a usage callback (U1). The containerizer is asked about all executors at once; the answer comes when it has
 * said something about each, be it that it cannot say.
 *
 * @param total the agent's total resources
 */
export function collectUsage(
  total: string,
  executors: readonly MeasuredExecutor[],
  statisticsOf: StatisticsSource,
  complete: Complete<ResourceUsage>,
): void {
  const alive = executors.filter(({ state }) => state !== "TERMINATED");
  const statistics: (ResourceStatistics | null | undefined)[] = alive.map(() => undefined);
  let open = alive.length;
  const finish = () => {
    const usages = alive.map((executor, i) => usageOf(executor, statistics[i] ?? null));
    complete({ kind: "ready", value: { executors: usages, total } });
  };
  if (open === 0) finish();
  for (const [i, { container }] of alive.entries()) {
    statisticsOf(container, (outcome) => {
      if (statistics[i] !== undefined) return;
      statistics[i] = outcome.kind === "ready" ? outcome.value : null;
      open--;
      if (open === 0) finish();
    });
  }
}

function usageOf(measured: MeasuredExecutor, statistics: ResourceStatistics | null): ExecutorUsage {
  const { executor, allocated, container, tasks } = measured;
  return { executor, allocated, container, tasks, statistics };
}
