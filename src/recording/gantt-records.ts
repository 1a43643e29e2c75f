import { type Micros, microsToSeconds } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, TaskId } from "../cluster/ids.js";
import { amountOf } from "../cluster/resources.js";
import type { KillReason, Placement, Task } from "../cluster/task.js";
import { byteColumn, floatColumn, integerColumn } from "../metrics/column.js";
import type { Gantt, GanttBar } from "./run-charts.js";
import { longestPlaces } from "./thinning.js";

const MOST_AGENTS = 200;
const MOST_BARS = 3000;
/** In `#end`: the run was over first. */
const RUNNING = "running";

/** Which tasks ran where: all stays on the agents that are shown, of which the longest are shown. */
export class GanttRecords {
  readonly #directory: Directory;
  /** By agent: where it is shown; -1: it is not. */
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
  #staysElsewhere = 0;

  constructor(directory: Directory) {
    this.#directory = directory;
    const { size } = directory.agents;
    this.#rows = new Int32Array(size).fill(-1);
    const shown = Math.min(size, MOST_AGENTS);
    // Evenly over all of them: neighbours are mostly alike.
    for (let row = 0; row < shown; row++) this.#rows[Math.floor((row * size) / shown)] = row;
  }

  started(t: Micros, task: Task): void {
    const { agent, revocable } = task.placement as Placement;
    if ((this.#rows[agent] as number) < 0) {
      this.#staysElsewhere++;
      return;
    }
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
    const stays = this.#longest();
    const named = [...new Set(stays.map((stay) => this.#framework.get(stay)))].sort((a, b) => a - b);
    const places = new Map(named.map((framework, place) => [framework, place]));
    return {
      agents: agents.names.filter((_, agent) => (this.#rows[agent] as number) >= 0),
      frameworks: named.map((framework) => frameworks.name(framework as FrameworkId)),
      bars: stays.map((stay) => this.#bar(stay, places.get(this.#framework.get(stay)) as number)),
      barsLeftOut: this.#task.length - stays.length + this.#staysElsewhere,
      agentsLeftOut: agents.size - Math.min(agents.size, MOST_AGENTS),
    };
  }

  /** In the order in which they began. */
  #longest(): number[] {
    return longestPlaces(this.#task.length, MOST_BARS, (stay) => this.#to.get(stay) - this.#from.get(stay));
  }

  #bar(stay: number, framework: number): GanttBar {
    return {
      agent: this.#rows[this.#agent.get(stay) as AgentId] as number,
      framework,
      task: this.#directory.tasks.name(this.#task.get(stay) as TaskId),
      fromSeconds: microsToSeconds(this.#from.get(stay)),
      toSeconds: microsToSeconds(this.#to.get(stay)),
      revocable: this.#revocable.get(stay) === 1,
      end: this.#ends[this.#end.get(stay)] as string,
      milliCpus: this.#milliCpus.get(stay),
    };
  }
}
