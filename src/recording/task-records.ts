import { type Micros, microsToSeconds } from "../base/time.js";
import type { TaskId } from "../cluster/ids.js";
import type { KillReason, Placement, Task } from "../cluster/task.js";
import { byteColumn, type Column, floatColumn, integerColumn } from "../metrics/column.js";
import { numbersOf } from "../metrics/numbers-of.js";
import type { RunHistory } from "../metrics/run-history.js";
import { RECORDED_RESOURCES, type RecordedAmounts } from "./amounts.js";
import { type ColumnData, codedTexts, ROWS_AT_ONCE, type RowSink } from "./tables/recorded-table.js";

const STATES = ["pending", "running", "finished"];

/** What the table of tasks has beside what metrics are computed from: in columns by task id, some 70 MB of a million tasks. */
export class TaskRecords {
  readonly #history: RunHistory;
  readonly #amounts: RecordedAmounts;
  /** Last started on. */
  readonly #agent = integerColumn(-1);
  readonly #lastStartedAt = floatColumn(-1);
  readonly #ran = floatColumn();
  readonly #starts = integerColumn();
  readonly #kills = integerColumn();
  readonly #lastKill = integerColumn(-1);
  readonly #revocable = byteColumn();
  readonly #asked = RECORDED_RESOURCES.map(() => floatColumn());
  readonly #reasons: KillReason[] = [];

  constructor(history: RunHistory, amounts: RecordedAmounts) {
    this.#history = history;
    this.#amounts = amounts;
  }

  submitted({ id, requested }: Task): void {
    const asked = new Float64Array(RECORDED_RESOURCES.length);
    this.#amounts.add(requested, 1, asked);
    for (const [place, column] of this.#asked.entries()) {
      if (asked[place] !== 0) column.set(id, asked[place] as number);
    }
  }

  started(t: Micros, { id, placement }: Task): void {
    const { agent, revocable } = placement as Placement;
    this.#lastStartedAt.set(id, t);
    this.#agent.set(id, agent);
    this.#revocable.set(id, Number(revocable));
    this.#starts.add(id, 1);
  }

  finished(t: Micros, { id }: Task): void {
    this.#ran.add(id, t - this.#lastStartedAt.get(id));
  }

  killed(t: Micros, { id }: Task, reason: KillReason): void {
    this.#ran.add(id, t - this.#lastStartedAt.get(id));
    this.#kills.add(id, 1);
    const known = this.#reasons.indexOf(reason);
    this.#lastKill.set(id, known >= 0 ? known : this.#reasons.push(reason) - 1);
  }

  /** The run is over: what still runs has run until now. */
  end(t: Micros): void {
    const { tasks } = this.#history;
    for (const id of tasks.submittedTasks()) {
      if (tasks.isRunning(id)) this.#ran.add(id, t - this.#lastStartedAt.get(id));
    }
  }

  /** Hands on the table of tasks. */
  write(into: RowSink): void {
    const ids = this.#history.tasks.submittedTasks();
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      const part = ids.subarray(from, from + ROWS_AT_ONCE);
      into({ table: "tasks", rows: part.length, columns: this.#columns(part) });
    }
  }

  #columns(ids: Int32Array): Record<string, ColumnData> {
    const { directory, tasks } = this.#history;
    const { frameworks, roles, agents } = directory;
    const integers = (column: Column<Int32Array>) => ids.map((id) => column.get(id));
    const texts = (names: readonly string[], column: Column<Int32Array>) => codedTexts(names, integers(column));
    const numbers = (of: (id: number) => number) => numbersOf(ids, of);
    const seconds = (column: Column<Float64Array>) => numbers((id) => secondsOrNone(column.get(id)));
    const [cpus, mem, disk, gpus] = this.#asked.map((column) => numbers((id) => column.get(id) / 1000));
    return {
      task: Array.from(ids, (id) => directory.tasks.name(id as TaskId)),
      framework: texts(frameworks.names, tasks.framework),
      role: texts(roles.names, tasks.role),
      agent: texts(agents.names, this.#agent),
      submitted_seconds: seconds(tasks.submittedAt),
      first_started_seconds: seconds(tasks.firstStartedAt),
      last_started_seconds: seconds(this.#lastStartedAt),
      finished_seconds: seconds(tasks.finishedAt),
      wait_seconds: numbers((id) => {
        const startedAt = tasks.firstStartedAt.get(id);
        return startedAt < 0 ? Number.NaN : microsToSeconds(startedAt - tasks.submittedAt.get(id));
      }),
      duration_seconds: seconds(tasks.duration),
      state: codedTexts(
        STATES,
        ids.map((id) => (tasks.isFinished(id) ? 2 : Number(tasks.isRunning(id)))),
      ),
      starts: integers(this.#starts),
      kills: integers(this.#kills),
      last_kill: texts(this.#reasons, this.#lastKill),
      ran_seconds: seconds(this.#ran),
      revocable: Uint8Array.from(ids, (id) => this.#revocable.get(id)),
      cpus: cpus as Float64Array,
      mem_mib: mem as Float64Array,
      disk_mib: disk as Float64Array,
      gpus: gpus as Float64Array,
    };
  }
}

/** Below zero: it did not happen. */
function secondsOrNone(micros: Micros): number {
  return micros < 0 ? Number.NaN : microsToSeconds(micros);
}
