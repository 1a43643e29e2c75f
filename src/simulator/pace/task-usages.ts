import type { Micros } from "../../base/time.js";
import type { Directory } from "../../cluster/directory.js";
import type { ClusterPlan, FrameworkPlan } from "../../cluster/plan.js";
import { amountOf } from "../../cluster/resources.js";
import { amountAt, clockTime, lineAt, profileOf } from "../../cluster/usage-profile.js";
import type { SimulatedTask } from "../simulated-task.js";

/** What a task uses of one resource, in thousandths. */
export interface TaskUsage {
  readonly given: number;
  readonly now: number;
  /** It goes there in a straight line, until `until`. */
  readonly end: number;
  readonly until: Micros;
}

/** What the plan says of the usage of running tasks. */
export class TaskUsages {
  readonly #directory: Directory;
  /** By framework. */
  readonly #usages: FrameworkPlan["usage"][] = [];

  constructor(directory: Directory, plan: ClusterPlan) {
    this.#directory = directory;
    for (const { name, usage } of plan.frameworks) this.#usages[directory.frameworks.id(name)] = usage;
  }

  of(task: SimulatedTask, name: "cpus" | "mem", now: Micros): TaskUsage {
    const key = this.#directory.resourceKeys.find(name);
    const given = key === undefined ? 0 : amountOf(task.demand, key);
    const profile = profileOf(this.#usages[task.framework], name, task.id);
    const at = clockTime(profile, task.runningSince, now);
    const { until, endShare } = lineAt(profile, at);
    return {
      given,
      now: amountAt(profile, given, at),
      end: Math.round(given * endShare),
      until: now + (until - at),
    };
  }
}
