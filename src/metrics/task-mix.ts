import type { Directory } from "../cluster/directory.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { Resources } from "../cluster/resources.js";

/** A kind of tasks, and how many of all tasks are of it. */
export interface TypicalTask {
  /** Under plain keys. */
  readonly demand: Resources;
  /** Of the tasks in the mix, 0..1. */
  readonly popularity: number;
}

/** The most popular tasks are looked at until they are so large a part of all. */
const ENOUGH = 0.95;
const MOST = 32;

/**
 * The typical tasks of a run, by what they ask for: those that make up 95 % of its tasks, the most popular first, and at
 * most 32 kinds (Weng et al., USENIX ATC 2023, take the same part).
 */
export function taskMix({ resourceKeys }: Directory, plan: ClusterPlan): TypicalTask[] {
  const kinds = new Map<string, { demand: Resources; tasks: number }>();
  for (const { workload } of plan.frameworks) {
    const shapes = workload.kind === "service" ? [workload.resources] : workload.jobs.shapes;
    const counts = workload.kind === "service" ? [workload.instances] : tasksByShape(workload.jobs);
    for (const [i, shape] of shapes.entries()) {
      const demand = resourceKeys.quantitiesOf(shape);
      const text = resourceKeys.format(demand);
      const kind = kinds.get(text) ?? { demand, tasks: 0 };
      kind.tasks += counts[i] as number;
      kinds.set(text, kind);
    }
  }
  return typical([...kinds.values()].filter(({ tasks }) => tasks > 0));
}

function typical(kinds: readonly { demand: Resources; tasks: number }[]): TypicalTask[] {
  const all = kinds.reduce((sum, { tasks }) => sum + tasks, 0);
  const chosen: { demand: Resources; tasks: number }[] = [];
  let covered = 0;
  for (const kind of kinds.toSorted((a, b) => b.tasks - a.tasks)) {
    if (covered >= ENOUGH * all || chosen.length === MOST) break;
    chosen.push(kind);
    covered += kind.tasks;
  }
  return chosen.map(({ demand, tasks }) => ({ demand, popularity: tasks / covered }));
}

function tasksByShape({ shapes, shape, tasks }: { shapes: readonly unknown[]; shape: Int32Array; tasks: Int32Array }) {
  const counts = new Float64Array(shapes.length);
  for (let job = 0; job < shape.length; job++) counts[shape[job] as number]! += tasks[job] as number;
  return counts;
}
