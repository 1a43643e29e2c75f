import { bareJob, type RowJob } from "../run/row-job.js";
import { type DaySize, dayPlan } from "./day-plan.js";
import { BENCH_LIMITS } from "./measure.js";

const SEED = 1;

/** The run of a simulated day with the built-in allocator; nothing is written of it. */
export function dayJob(size: DaySize): RowJob {
  return bareJob({
    label: "day",
    allocator: { kind: "builtin", name: "hierarchical" },
    plan: dayPlan(size, SEED),
    seed: SEED,
    limits: BENCH_LIMITS,
    source: "workbench bench: day",
  });
}
