import type { Micros } from "../../base/time.js";
import type { Directory } from "../../cluster/directory.js";
import type { AgentId } from "../../cluster/ids.js";
import type { ClusterPlan, InterferencePlan } from "../../cluster/plan.js";
import type { Placement } from "../../cluster/task.js";
import { EVENT, type EventQueue } from "../event-queue.js";
import type { RunningTasks } from "../running-tasks.js";
import type { SimulatedTask } from "../simulated-task.js";
import { memoryVictims, type Speeds, speedsUnder } from "./agent-pressure.js";
import { FULL_SPEED, Pace } from "./pace.js";
import type { ProcessListener } from "./pacing.js";
import { type TaskUsage, TaskUsages } from "./task-usages.js";

export interface InterferenceParts {
  readonly events: EventQueue;
  readonly running: RunningTasks;
  readonly directory: Directory;
  readonly plan: ClusterPlan;
}

/** What an agent's machine has, in thousandths. */
interface Machine {
  readonly cpus: number;
  readonly mem: number;
  /** Counts what is foreseen: only the latest is not void. */
  look: number;
  lookAt: Micros;
}

interface UsingTask {
  readonly task: SimulatedTask;
  readonly revocable: boolean;
  readonly cpus: TaskUsage;
  readonly mem: TaskUsage;
}

/**
 * What happens on agents whose tasks use more than the machine has: they get less cpu than they would use, or are killed
 * for memory. An agent is looked at when a task begins or ends, where its usage begins a new line, and, while more is used
 * than there is and that is changing, at every multiple of the interval. In between nothing changes.
 */
export class Interference implements ProcessListener {
  readonly #settings: InterferencePlan;
  readonly #parts: InterferenceParts;
  readonly #usages: TaskUsages;
  /** By id. */
  readonly #machines: Machine[] = [];

  constructor(settings: InterferencePlan, parts: InterferenceParts) {
    this.#settings = settings;
    this.#parts = parts;
    const { directory, plan } = parts;
    this.#usages = new TaskUsages(directory, plan);
    for (const { name, resources } of plan.agents) {
      const has = (of: string) => resources.reduce((sum, entry) => sum + (entry.name === of ? entry.milli : 0), 0);
      const machine = { cpus: has("cpus"), mem: has("mem"), look: 0, lookAt: Number.POSITIVE_INFINITY };
      this.#machines[directory.agents.id(name)] = machine;
    }
  }

  began(task: SimulatedTask): void {
    this.#foresee(agentOf(task), this.#parts.events.now);
  }

  ended(task: SimulatedTask): void {
    this.#foresee(agentOf(task), this.#parts.events.now);
  }

  /** The agent is looked at, unless it was to be looked at earlier after all. */
  happen(agent: AgentId, look: number): void {
    const machine = this.#machines[agent] as Machine;
    if (look !== machine.look) return;
    machine.lookAt = Number.POSITIVE_INFINITY;
    const tasks = this.#tasksOn(agent);
    if (this.#killForMemory(machine, tasks)) return;
    if (this.#settings.cpus === "throttle") this.#throttle(machine, tasks);
    const next = this.#nextLook(machine, tasks);
    if (next !== Number.POSITIVE_INFINITY) this.#foresee(agent, next);
  }

  #foresee(agent: AgentId, at: Micros): void {
    const machine = this.#machines[agent] as Machine;
    if (machine.lookAt <= at) return;
    machine.lookAt = at;
    this.#parts.events.push(at, EVENT.agentPressure, agent, ++machine.look);
  }

  #tasksOn(agent: AgentId): UsingTask[] {
    const { events, running } = this.#parts;
    return running.active(agent).map((task) => ({
      task,
      revocable: (task.placement as Placement).revocable,
      cpus: this.#usages.of(task, "cpus", events.now),
      mem: this.#usages.of(task, "mem", events.now),
    }));
  }

  /** @returns whether somebody was killed: the agent is then looked at again at this instant */
  #killForMemory({ mem }: Machine, tasks: readonly UsingTask[]): boolean {
    if (this.#settings.mem === "none") return false;
    const uses = tasks.map(({ task, revocable, mem: { given, now } }) => {
      return { owner: task, revocable, given, wanted: now };
    });
    if (sumOf(uses.map(({ wanted }) => wanted)) <= mem) return false;
    const { running } = this.#parts;
    const victims = memoryVictims(
      mem,
      uses.sort((a, b) => running.compareYoungestFirst(a.owner, b.owner)),
    );
    for (const victim of victims) running.ranOutOfMemory(victim);
    return victims.length > 0;
  }

  #throttle({ cpus }: Machine, tasks: readonly UsingTask[]): void {
    const wanted = tasks.map(({ task, revocable, cpus: { now } }) => ({ owner: task, revocable, wanted: now }));
    const speeds: Speeds = speedsUnder(cpus, wanted);
    for (const { owner, revocable, wanted: milliCpus } of wanted) {
      const speed = revocable ? speeds.revocable : speeds.regular;
      this.#setSpeed(owner, milliCpus === 0 ? FULL_SPEED : speed, milliCpus);
    }
  }

  /** A task that was never slowed in this run has no pace, unless it saves its work. */
  #setSpeed(task: SimulatedTask, speed: number, wanted: number): void {
    if (speed === FULL_SPEED && (task.pace === null || task.pace.speedMilli === FULL_SPEED)) return;
    const { events, running } = this.#parts;
    const pace = task.pace ?? lateStart(task);
    task.pace = pace;
    pace.change(events.now, speed, wanted);
    running.paceChanged(task);
  }

  #nextLook({ cpus, mem }: Machine, tasks: readonly UsingTask[]): Micros {
    const usages = [
      { most: cpus, of: tasks.map((task) => task.cpus), counts: this.#settings.cpus !== "none" },
      { most: mem, of: tasks.map((task) => task.mem), counts: this.#settings.mem !== "none" },
    ].filter(({ counts }) => counts);
    const until = Math.min(...usages.flatMap(({ of }) => of.map((usage) => usage.until)), Number.POSITIVE_INFINITY);
    const isCalm = usages.every(({ most, of }) => of.every(({ now, end }) => now === end) || staysBelow(most, of));
    if (isCalm) return until;
    const { interval } = this.#settings;
    return Math.min(until, (Math.floor(this.#parts.events.now / interval) + 1) * interval);
  }
}

/** Whether the sum of straight lines does: it is greatest at one of their ends. */
function staysBelow(most: number, usages: readonly TaskUsage[]): boolean {
  const next = sumOf(usages.map(({ now, end }) => Math.max(now, end)));
  return next <= most;
}

/** The pace of a task that has run by the clock alone so far. */
function lateStart(task: SimulatedTask): Pace {
  const pace = new Pace(task.duration, null);
  pace.start(task.startedAt);
  pace.begin(task.runningSince);
  pace.foreseenAt = pace.endsAt;
  return pace;
}

function agentOf(task: SimulatedTask): AgentId {
  return (task.placement as Placement).agent;
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
