import type { ExecutorUsage, ResourceUsage } from "../../kinds/oversubscription/resource-usage.js";

const TOTAL = "cpus:8;cpus{REV}:4;mem:8192";

function executor(id: string, allocated: string, cpus: number | null): ExecutorUsage {
  return {
    executor: { id, framework: "framework-1", resources: "cpus:0.1;mem:32", environment: {} },
    allocated,
    container: `container-${id}`,
    tasks: [{ id: `task-${id}`, name: "work", resources: allocated, labels: [] }],
    statistics: cpus === null ? null : { timestamp: 0, cpus, memMiB: 64, cpusLimit: 2, memLimitMiB: 512 },
  };
}

const GUARANTEED = executor("executor-1", "cpus:2;mem:512", 1.5);
const REVOCABLE = executor("executor-2", "cpus{REV}:2;mem:64", 2);
const MIXED = executor("executor-3", "cpus:1;cpus(prod):1;cpus{REV}:1;mem:128;ports:[31000-31001]", 9);

/** An agent that is empty, at work, full of revocable work, overloaded, and one whose containers cannot be measured. */
export const USAGES: readonly ResourceUsage[] = [
  { executors: [], total: "cpus:8;mem:8192" },
  { executors: [GUARANTEED], total: TOTAL },
  { executors: [GUARANTEED, REVOCABLE], total: TOTAL },
  { executors: [REVOCABLE, MIXED], total: TOTAL },
  { executors: [GUARANTEED, REVOCABLE, MIXED], total: TOTAL },
  { executors: [executor("executor-4", "cpus{REV}:1;mem:64", null)], total: TOTAL },
];
