import { fstatSync } from "node:fs";
import { type RandomSource, randomStream } from "../base/random.js";
import { wallMs } from "../base/stopwatch.js";
import { ParquetTable } from "../recording/parquet/parquet-table.js";
import { allColumns } from "../recording/parquet/table-files.js";
import { RecordingReader, RecordingWriter } from "../recording/recording-file.js";
import { type CodedTexts, type ColumnData, ROWS_AT_ONCE } from "../recording/tables/recorded-table.js";
import { ScratchFile } from "../run/scratch-file.js";
import { numbered } from "./plan-defaults.js";

/** The tasks of one run, of which a table is made. */
export interface TablesCourse {
  readonly tasks: number;
  readonly agents: number;
  readonly frameworks: number;
  readonly roles: number;
}

export interface TablesFigures {
  readonly tasks: number;
  /** From the recording of a run to its `tasks.parquet`. */
  readonly writeMs: number;
  /** Of the recording, and of the table. */
  readonly recordingBytes: number;
  readonly tableBytes: number;
  readonly peakMemoryBytes: number;
}

const ORIGIN = { scenario: "day", point: 0, allocator: "hierarchical", seed: 1 };

/** Times the way from a recording to a table. */
export function runTables(course: TablesCourse): TablesFigures {
  const [recording, table] = [new ScratchFile(), new ScratchFile()];
  writeRecording(recording.fd, course);
  const startedAt = wallMs();
  const parquet = new ParquetTable(table.fd, allColumns("tasks", []), "workbench bench");
  for (const rows of new RecordingReader(recording.fd).rows("tasks")) parquet.append(rows, ORIGIN);
  parquet.finish();
  const writeMs = wallMs() - startedAt;
  const [recordingBytes, tableBytes] = [recording, table].map(({ fd }) => fstatSync(fd).size) as [number, number];
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  return { tasks: course.tasks, writeMs, recordingBytes, tableBytes, peakMemoryBytes };
}

function writeRecording(fd: number, course: TablesCourse): void {
  const writer = new RecordingWriter(fd);
  const random = randomStream(1, "tables");
  for (let from = 0; from < course.tasks; from += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, course.tasks - from);
    writer.rows({ table: "tasks", rows, columns: someTasks(from, rows, course, random) });
  }
}

/** Tasks of all sizes on all agents at all times; one in a hundred was killed and one did not finish. */
function someTasks(from: number, rows: number, course: TablesCourse, random: RandomSource): Record<string, ColumnData> {
  const numbers = (of: (i: number) => number) => Float64Array.from({ length: rows }, (_, i) => of(i));
  const micros = (seconds: number) => Math.round(seconds * 1e6) / 1e6;
  const submitted = numbers((i) => micros(((from + i) / course.tasks) * 86_400));
  const wait = numbers(() => micros(random() * 100));
  const duration = numbers(() => micros(-Math.log(1 - random()) * 600));
  const started = numbers((i) => micros((submitted[i] as number) + (wait[i] as number)));
  const kills = Int32Array.from({ length: rows }, (_, i) => Number(i % 100 === 0));
  const sizes = Int32Array.from({ length: rows }, () => 2 ** Math.floor(random() * 4));
  return {
    task: Array.from({ length: rows }, (_, i) => `framework-${(from + i) % course.frameworks}-${from + i}`),
    framework: oneOf("framework", course.frameworks, rows, random),
    role: oneOf("role", course.roles, rows, random),
    agent: oneOf("agent", course.agents, rows, random),
    submitted_seconds: submitted,
    first_started_seconds: started,
    last_started_seconds: started,
    finished_seconds: numbers((i) => (i % 100 === 1 ? Number.NaN : (started[i] as number) + (duration[i] as number))),
    wait_seconds: wait,
    duration_seconds: duration,
    state: {
      texts: ["finished", "running"],
      codes: Int32Array.from({ length: rows }, (_, i) => Number(i % 100 === 1)),
    },
    starts: kills.map((count) => count + 1),
    kills,
    last_kill: { texts: ["revoked"], codes: kills.map((count) => count - 1) },
    ran_seconds: duration,
    revocable: Uint8Array.from({ length: rows }, () => Number(random() < 0.3)),
    cpus: Float64Array.from(sizes),
    mem_mib: Float64Array.from(sizes, (cpus) => cpus * 4096),
    disk_mib: numbers(() => 0),
    gpus: numbers(() => 0),
  };
}

function oneOf(kind: string, count: number, rows: number, random: RandomSource): CodedTexts {
  return { texts: numbered(kind, count), codes: Int32Array.from({ length: rows }, () => Math.floor(random() * count)) };
}
