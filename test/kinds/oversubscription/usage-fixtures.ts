import type { Complete, Outcome } from "../../../src/kinds/outcome.js";
import { ready } from "../../../src/kinds/outcome.js";
import type { ExecutorUsage, UsageSource } from "../../../src/kinds/oversubscription/resource-usage.js";

/** An executor with one task of its own size. */
export function executorUsage(id: string, allocated: string, framework = "batch"): ExecutorUsage {
  return {
    executor: { id, framework, resources: allocated, environment: {} },
    allocated,
    container: `container-of-${id}`,
    tasks: [{ id: `task-of-${id}`, name: "work", resources: "", labels: [] }],
    statistics: null,
  };
}

export function usageOf(...executors: readonly ExecutorUsage[]): UsageSource {
  return (complete) => complete(ready({ executors, total: "cpus:8;mem:1024" }));
}

/** The end of a future that came at once; undefined when it is still open. */
export function endOf<T>(ask: (complete: Complete<T>) => void): Outcome<T> | undefined {
  let end: Outcome<T> | undefined;
  ask((outcome) => {
    end = outcome;
  });
  return end;
}
