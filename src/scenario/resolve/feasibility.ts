import type { AgentPlan, ClusterPlan, FrameworkPlan } from "../../cluster/plan.js";
import type { ResourceEntry } from "../../cluster/resource-text.js";

/** Jobs of a framework that can never start, however empty the cluster is. */
export interface HopelessJobs {
  readonly framework: string;
  readonly jobs: number;
  /** What one task of the first of them asks for, and how many tasks of it start together. */
  readonly resources: readonly ResourceEntry[];
  readonly together: number;
}

/**
 * Finds tasks larger than every agent, and gangs larger than the cluster. Counts amounts per name whatever they are
 * reserved for (of ranges and sets the items), so what it finds is certain; what it does not find may still wait for ever behind quotas and roles.
 */
export function hopelessJobs(plan: Pick<ClusterPlan, "agents" | "frameworks">): HopelessJobs[] {
  const machines = groupMachines(plan.agents);
  return plan.frameworks.flatMap((framework) => hopelessOf(framework, machines));
}

interface Machines {
  readonly amounts: ReadonlyMap<string, number>;
  count: number;
}

function groupMachines(agents: readonly AgentPlan[]): Machines[] {
  const groups = new Map<string, Machines>();
  const kinds = new Map<readonly ResourceEntry[], string>();
  for (const { resources } of agents) {
    const key =
      kinds.get(resources) ??
      divisible(resources)
        .map((entry) => `${entry.name}:${entry.milli}`)
        .join(";");
    kinds.set(resources, key);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { amounts: amountsByName(resources), count: 1 });
    else group.count++;
  }
  return [...groups.values()];
}

/** No task gets a volume. */
function divisible(resources: readonly ResourceEntry[]): readonly ResourceEntry[] {
  return resources.filter(({ volume }) => volume === null);
}

function amountsByName(resources: readonly ResourceEntry[]): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const { name, milli } of divisible(resources)) amounts.set(name, (amounts.get(name) ?? 0) + milli);
  return amounts;
}

function hopelessOf(framework: FrameworkPlan, machines: readonly Machines[]): HopelessJobs[] {
  const { workload } = framework;
  if (workload.kind === "service") {
    const fits = workload.instances === 0 || room(workload.resources, machines) >= 1;
    return fits ? [] : [{ framework: framework.name, jobs: 1, resources: workload.resources, together: 1 }];
  }
  const { shapes, shape, tasks, gang } = workload.jobs;
  const rooms = shapes.map((resources) => room(resources, machines));
  const hopeless: number[] = [];
  for (let job = 0; job < shape.length; job++) {
    const together = gang[job] === 1 ? (tasks[job] as number) : 1;
    if ((rooms[shape[job] as number] as number) < together) hopeless.push(job);
  }
  const first = hopeless[0];
  if (first === undefined) return [];
  const resources = shapes[shape[first] as number] as readonly ResourceEntry[];
  const together = gang[first] === 1 ? (tasks[first] as number) : 1;
  return [{ framework: framework.name, jobs: hopeless.length, resources, together }];
}

/** How many tasks of this size the empty cluster holds. */
function room(task: readonly ResourceEntry[], machines: readonly Machines[]): number {
  return machines.reduce((sum, { amounts, count }) => sum + count * roomOnOne(task, amounts), 0);
}

function roomOnOne(task: readonly ResourceEntry[], amounts: ReadonlyMap<string, number>): number {
  return Math.min(...task.map(({ name, milli }) => Math.floor((amounts.get(name) ?? 0) / milli)));
}
