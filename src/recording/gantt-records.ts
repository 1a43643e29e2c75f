import { type Micros, microsToSeconds } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, TaskId } from "../cluster/ids.js";
import { amountOf } from "../cluster/resources.js";
import type { KillReason, Placement, Task } from "../cluster/task.js";
import { byteColumn, floatColumn, integerColumn } from "../metrics/column.js";
import { evenPlaces } from "./even-places.js";
import { ganttChoice, type Stay, wasKilled } from "./gantt-choice.js";
import type { Gantt, GanttBar } from "./run-charts.js";

const MOST_AGENTS = 200;
const MOST_BARS = 6000;
/** In `#end`: the run was over first. */
const RUNNING = "running";

/** Which tasks ran where: all stays on the agents that may be shown, of which a chart shows what it has room for. */
export class GanttRecords {
  readonly #directory: Directory;
  /** The agents that may be shown, ascending. */
  readonly #agents: readonly number[];
  /** By agent: its index in these; -1: it is not among them. */
  readonly #rows: Int32Array;
  /** Of tasks that run on a shown agent, their stay. */
  readonly #open = new Map<TaskId, number>();
  readonly #task = integerColumn();
  readonly #agent = integerColumn();
  readonly #framework = integerColumn();
  readonly #from = floatColumn();
  readonly #to = floatColumn();
  readonly #milliCpus = floatColumn();
  readonly #revocable = byteColumn();
  readonly #end = byteColumn();
  readonly #ends: string[] = [RUNNING];

  constructor(directory: Directory) {
    this.#directory = directory;
    const { size } = directory.agents;
    this.#rows = new Int32Array(size).fill(-1);
    // Evenly over all of them: neighbours are mostly alike.
    this.#agents = evenPlaces(size, MOST_AGENTS);
    for (const [row, agent] of this.#agents.entries()) this.#rows[agent] = row;
  }

  started(t: Micros, task: Task): void {
    const { agent, revocable } = task.placement as Placement;
    if ((this.#rows[agent] as number) < 0) return;
    const stay = this.#task.length;
    const cpus = this.#directory.resourceKeys.find("cpus");
    this.#open.set(task.id, stay);
    this.#task.set(stay, task.id);
    this.#agent.set(stay, agent);
    this.#framework.set(stay, task.framework);
    this.#from.set(stay, t);
    this.#to.set(stay, -1);
    this.#milliCpus.set(stay, cpus === undefined ? 0 : amountOf(task.demand, cpus));
    this.#revocable.set(stay, Number(revocable));
  }

  ended(t: Micros, { id }: Task, how: KillReason | "finished"): void {
    const stay = this.#open.get(id);
    if (stay === undefined) return;
    this.#open.delete(id);
    this.#to.set(stay, t);
    const known = this.#ends.indexOf(how);
    this.#end.set(stay, known >= 0 ? known : this.#ends.push(how) - 1);
  }

  /** @param endedAt the run's end */
  gantt(endedAt: Micros): Gantt {
    for (const stay of this.#open.values()) this.#to.set(stay, endedAt);
    const { agents, frameworks } = this.#directory;
    const choice = ganttChoice(this.#agents.length, this.#task.length, (stay) => this.#stay(stay), MOST_BARS);
    const { agents: rows, stays, staysLeftOut } = choice;
    const named = [...new Set(stays.map((stay) => this.#framework.get(stay)))].sort((a, b) => a - b);
    const places = new Map(named.map((framework, place) => [framework, place]));
    const lines = new Map(rows.map((row, line) => [row, line]));
    return {
      agents: rows.map((row) => agents.name(this.#agents[row] as AgentId)),
      frameworks: named.map((framework) => frameworks.name(framework as FrameworkId)),
      bars: stays.map((stay) => ({
        agent: lines.get(this.#row(stay)) as number,
        framework: places.get(this.#framework.get(stay)) as number,
        ...this.#bar(stay),
      })),
      barsLeftOut: staysLeftOut,
      agentsLeftOut: agents.size - rows.length,
    };
  }

  /** By their place in the order in which they began. */
  #stay(stay: number): Stay {
    return {
      agent: this.#row(stay),
      length: this.#to.get(stay) - this.#from.get(stay),
      wasKilled: wasKilled(this.#ends[this.#end.get(stay)] as string),
    };
  }

  #row(stay: number): number {
    return this.#rows[this.#agent.get(stay)] as number;
  }

  #bar(stay: number): Omit<GanttBar, "agent" | "framework"> {
    return {
      task: this.#directory.tasks.name(this.#task.get(stay) as TaskId),
      fromSeconds: microsToSeconds(this.#from.get(stay)),
      toSeconds: microsToSeconds(this.#to.get(stay)),
      revocable: this.#revocable.get(stay) === 1,
      end: this.#ends[this.#end.get(stay)] as string,
      milliCpus: this.#milliCpus.get(stay),
    };
  }
}
