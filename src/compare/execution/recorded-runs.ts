import { closeSync, openSync } from "node:fs";
import { RecordingReader } from "../../recording/recording-file.js";
import type { ChartedRun } from "../../recording/run-charts.js";
import { type PlannedComparison, type PlannedScenario, type RunId, runsOf } from "../plan/planned-comparison.js";
import type { Outcomes } from "./outcomes.js";

/** `--record-runs`: whether of each cell the first seed is recorded, or all of them. */
export type RecordedSeeds = "first" | "all";

/** Never what is shaken or permuted: such runs are there to be compared with these. */
export function isRecorded({ seed, variant }: RunId, seeds: RecordedSeeds): boolean {
  return variant === "plain" && (seeds === "all" || seed === 0);
}

/** The first seed of every cell, as the scenario is: what charts show. */
export function isCharted(run: RunId): boolean {
  return isRecorded(run, "first");
}

/** Whose run it is, as files tell it. */
export interface RunOrigin {
  readonly scenario: PlannedScenario;
  /** Index in the scenario's `points`. */
  readonly point: number;
  readonly label: string;
  readonly seed: number;
}

export function originOf({ scenarios }: PlannedComparison, { scenario, point, row, seed }: RunId): RunOrigin {
  const planned = scenarios[scenario] as PlannedScenario;
  const label = planned.points[point]?.rows[row]?.label as string;
  return { scenario: planned, point, label, seed: planned.seeds[seed] as number };
}

/** The charts of the first seed of every cell, in the order of the cells; a run that failed is not among them. */
export function chartedRuns(plan: PlannedComparison, outcomes: Outcomes): ChartedRun[] {
  return runsOf(plan).flatMap((run) => {
    const path = isCharted(run) ? outcomes.recordingOf(run) : undefined;
    if (path === undefined) return [];
    const { scenario, ...origin } = originOf(plan, run);
    return [{ scenario: scenario.name, ...origin, charts: withRecording(path, (recording) => recording.charts()) }];
  });
}

/** Opens a recording for as long as it is read. */
export function withRecording<T>(path: string, read: (recording: RecordingReader) => T): T {
  const fd = openSync(path, "r");
  try {
    return read(new RecordingReader(fd));
  } finally {
    closeSync(fd);
  }
}
