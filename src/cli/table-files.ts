import { packageVersions } from "../base/package-files.js";
import type { Outcomes } from "../compare/execution/outcomes.js";
import { axisColumns, tableRuns } from "../compare/execution/table-runs.js";
import type { PlannedComparison } from "../compare/plan/planned-comparison.js";
import type { RecordedRun, TableFilesOptions } from "../recording/parquet/table-files.js";
import { RecordingReader } from "../recording/recording-file.js";
import type { RowResult } from "../run/row-result.js";
import type { ScratchFile } from "../run/scratch-file.js";
import type { Scenario } from "../scenario/scenario.js";

/** Told what the user should know. */
type Note = (line: string) => void;

/** Writes the tables of a comparison's recorded runs. @throws Error of the file system */
export async function writeComparisonTables(
  folder: string,
  plan: PlannedComparison,
  outcomes: Outcomes,
  note: Note,
): Promise<void> {
  await write(folder, () => tableRuns(plan, outcomes), axisColumns(plan), note);
}

/**
 * Writes the tables of a run's rows; of a row that failed there is nothing.
 * @param recordings by label
 * @throws Error of the file system
 */
export async function writeRunTables(
  folder: string,
  { name: scenario, seed }: Scenario,
  rows: readonly RowResult[],
  recordings: ReadonlyMap<string, ScratchFile>,
  note: Note,
): Promise<void> {
  const complete = rows.filter(({ outcome }) => outcome.status === "ok");
  const runs = complete.map(({ label }): RecordedRun => {
    const origin = { scenario, point: 0, allocator: label, seed };
    return { origin, recording: new RecordingReader((recordings.get(label) as ScratchFile).fd) };
  });
  await write(folder, () => runs, [], note);
}

/** The writer of Parquet is loaded where it is needed: few commands do. */
async function write(
  folder: string,
  runs: () => Iterable<RecordedRun>,
  axes: TableFilesOptions["axes"],
  note: Note,
): Promise<void> {
  const { writeTableFiles } = await import("../recording/parquet/table-files.js");
  writeTableFiles(folder, runs, { axes, program: `allocator-workbench version ${packageVersions().version}` });
  for (const { origin, recording } of runs()) {
    const leftOut = recording.offersLeftOut();
    if (leftOut === 0) continue;
    const { scenario, allocator, seed } = origin;
    note(`note: ${scenario}: ${allocator}, seed ${seed}: its last ${leftOut} offers are not in offers.parquet`);
  }
}
