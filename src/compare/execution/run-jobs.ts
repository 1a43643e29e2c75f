import { rowJob, type UnrecordedJob } from "../../run/row-of-scenario.js";
import type { RowOutcome } from "../../run/row-result.js";
import type { Scenario, ScenarioRow } from "../../scenario/scenario.js";
import type {
  PlannedComparison,
  PlannedPoint,
  PlannedRow,
  PlannedScenario,
  RunId,
} from "../plan/planned-comparison.js";
import { shakenPlan } from "./shaken-plan.js";

/** How many resolved scenarios are kept: the runs of one follow each other, and a few are under way at once. */
const KEPT = 4;

/** Makes what the process of each run is given. A scenario is resolved when its first run with a seed begins. */
export class RunJobs {
  readonly #plan: PlannedComparison;
  readonly #resolved = new Map<string, Scenario>();

  constructor(plan: PlannedComparison) {
    this.#plan = plan;
  }

  /** The job, or what came of the row before it could be run. */
  of({ scenario: index, point, row: at, seed, variant }: RunId): UnrecordedJob | RowOutcome {
    const planned = this.#plan.scenarios[index] as PlannedScenario;
    const { prepared, setup } = (planned.points[point] as PlannedPoint).rows[at] as PlannedRow;
    const scenario = this.#scenario(index, planned, point, planned.seeds[seed] as number);
    const job = rowJob(scenario.rows[at] as ScenarioRow, prepared, scenario, setup);
    if ("status" in job || variant === "plain") return job;
    if (variant === "tiesPermuted") return { ...job, tieSeed: scenario.seed };
    const percent = this.#plan.perturbations.shakeArrivalsPercent ?? 0;
    return { ...job, plan: shakenPlan(job.plan, percent / 100, scenario.seed) };
  }

  #scenario(index: number, { source, points }: PlannedScenario, point: number, seed: number): Scenario {
    const key = `${index} ${point} ${seed}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const scenario = source.resolve(points[point]?.indexes ?? [], seed);
    this.#resolved.set(key, scenario);
    const [oldest] = this.#resolved.keys();
    if (this.#resolved.size > KEPT) this.#resolved.delete(oldest as string);
    return scenario;
  }
}
