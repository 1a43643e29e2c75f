import type { ClusterObserver } from "../../cluster/cluster-observer.js";
import type { Directory } from "../../cluster/directory.js";
import type { AgentId } from "../../cluster/ids.js";
import type { ClusterPlan } from "../../cluster/plan.js";
import type { KillReason, Placement } from "../../cluster/task.js";
import type { TerminationInfo } from "../../kinds/isolator/container-termination.js";
import { whyNot } from "../../kinds/isolator/pending.js";
import type { TaskEnd } from "../../kinds/isolator/task-end.js";
import type { AgentInfo, TaskInfo } from "../../kinds/launch-info.js";
import type { StatisticsSource } from "../../kinds/oversubscription/collect-usage.js";
import type { ModuleSelection } from "../../kinds/participating-modules.js";
import type { Timer } from "../../kinds/timer.js";
import type { LaunchUnit } from "../launch-unit.js";
import type { OpenOffer } from "../offer-bins.js";
import { OUT_OF_MEMORY } from "../running-tasks.js";
import type { SimulatedTask } from "../simulated-task.js";
import type { StartedModules } from "../started-modules.js";
import { AgentContainers, type ContainerListener } from "./agent-containers.js";
import { isolatorsOfAgent } from "./agent-isolators.js";
import { ContainerUsages } from "./container-usages.js";
import { LaunchInfos } from "./launch-infos.js";
import { decorateResources } from "./resource-decoration.js";
import type { TaskRun } from "./task-run.js";

export interface TaskContainersParts {
  readonly plan: ClusterPlan;
  readonly directory: Directory;
  readonly modules: StartedModules;
  readonly timer: Timer;
  readonly observer: ClusterObserver;
  readonly listener: ContainerListener;
}

/** What the framework of a killed task is told. */
const KILLED: Readonly<Record<KillReason, TerminationInfo>> = {
  revoked: killed("its resources were revoked"),
  handedBack: killed("its framework handed its resources back"),
  agentLost: killed("a task of its gang was on an agent that was lost"),
  containerPreempted: {
    state: "TASK_LOST",
    reason: "CONTAINER_PREEMPTED",
    message: "the QoS controller had the container killed",
    limitedResources: null,
  },
  outOfMemory: { ...OUT_OF_MEMORY, limitedResources: null },
  failed: killed("a task of its gang failed"),
};

/** Whether a selection has anyone to whom launches and containers matter; without, tasks start and end by the clock alone. */
export function usesContainers(selection: ModuleSelection): boolean {
  const { hooks, isolators, resourceEstimator, qosController } = selection;
  return hooks.length > 0 || isolators !== null || resourceEstimator !== null || qosController !== null;
}

/** The way of tasks from an accepted offer into a container on an agent, and out of it again. */
export class TaskContainers {
  readonly #parts: TaskContainersParts;
  readonly #infos: LaunchInfos;
  /** Undefined where no agent process runs. */
  readonly #agents: (AgentContainers | undefined)[] = [];
  readonly #runs = new Map<SimulatedTask, TaskRun>();

  constructor(parts: TaskContainersParts) {
    this.#parts = parts;
    this.#infos = new LaunchInfos(parts.directory, parts.plan.frameworks);
  }

  /**
   * An agent process starts.
   * @param ready called when it has recovered and may register; never, when it cannot, or is lost before
   */
  openAgent(agent: AgentId, info: AgentInfo, ready: () => void): void {
    const { plan, modules, timer, observer, listener } = this.#parts;
    const usages = new ContainerUsages(() => timer.now);
    const containers = new AgentContainers({
      agent: info,
      hooks: modules.hooks,
      isolators: isolatorsOfAgent(modules, usages, timer, plan.enforceContainerDiskQuota ?? false),
      usages,
      timer,
      listener,
      given: (task) => this.#infos.given(task),
      report: (task, status) => observer.statusUpdate(timer.now, task, status),
      hookError: () => this.#hookError(),
      warn: (line) => modules.warn(line),
    });
    this.#agents[agent] = containers;
    containers.start((outcome) => {
      if (this.#agents[agent] !== containers) return;
      if (outcome.kind === "ready") ready();
      else modules.warn(`agent ${info.id} ends, since it could not recover: ${whyNot(outcome)}`);
    });
  }

  /** The agent process is gone, and its machine with it. */
  closeAgent(agent: AgentId): void {
    this.#agents[agent]?.close();
    this.#agents[agent] = undefined;
  }

  /**
   * Asks the master's hooks with which resources the tasks that are about to start are to be launched.
   * @returns the units that cannot start so; they are out of the offers
   */
  decorate(opens: readonly OpenOffer[]): Iterable<LaunchUnit> {
    const { directory, modules, observer, timer } = this.#parts;
    if (!modules.hooks.available) return [];
    const refused = decorateResources(opens, directory.resourceKeys, ({ offer }, { task, resources }) =>
      modules.hooks.masterLaunchTaskResourceDecorator({
        task: this.#infos.task(task, resources),
        agentResources: this.#on(offer.agent).agent.resources,
      }),
    );
    for (const [unit, message] of refused) {
      for (const task of unit.tasks) observer.statusUpdate(timer.now, task, { ...taskError(message), labels: [] });
    }
    return refused.keys();
  }

  /** The offer is accepted: the master sends the task to the agent. */
  launch(task: SimulatedTask): void {
    const { agent, resources } = task.placement as Placement;
    const { hooks } = this.#parts.modules;
    const containers = this.#on(agent);
    const run = this.#infos.run(task, resources, containers.agent.id);
    const labels = hooks.masterLaunchTaskLabelDecorator({
      task: run.task,
      framework: run.framework,
      agent: containers.agent,
    });
    if (labels.kind === "decorated") run.task = { ...run.task, labels: labels.value };
    else this.#hookError();
    this.#runs.set(task, run);
    containers.send(run, labels.kind === "refused" ? taskError(labels.message) : null);
  }

  /** The task has done its work. */
  exited(task: SimulatedTask): void {
    this.#withRun(task, (containers, { container }) => containers.exited(container));
  }

  kill(task: SimulatedTask, reason: KillReason): void {
    this.#withRun(task, (containers, { container, framework }) => {
      // S7: only a partition-aware framework knows the state.
      const isGone = reason === "containerPreempted" && framework.capabilities.includes("PARTITION_AWARE");
      containers.destroy(container, isGone ? { ...KILLED[reason], state: "TASK_GONE" } : KILLED[reason]);
    });
  }

  /** This run of the task is over. */
  forget(task: SimulatedTask): void {
    this.#runs.delete(task);
  }

  /** The container of the task's current run: it differs from that of any other run. */
  containerOf(task: SimulatedTask): string {
    return (this.#runs.get(task) as TaskRun).container;
  }

  /** The task of the current run, as its agent knows it. */
  infoOf(task: SimulatedTask): TaskInfo {
    return (this.#runs.get(task) as TaskRun).task;
  }

  /** What is measured of the containers of an agent. */
  statisticsOn(agent: AgentId): StatisticsSource {
    return (container, complete) => this.#on(agent).statistics(container, complete);
  }

  /** One that reached its caller, as only Mesos 0.22 was documented to have it (H6). */
  #hookError(): void {
    this.#parts.observer.hookError(this.#parts.timer.now);
  }

  #withRun(task: SimulatedTask, action: (containers: AgentContainers, run: TaskRun) => void): void {
    const run = this.#runs.get(task);
    if (run !== undefined) action(this.#on((task.placement as Placement).agent), run);
  }

  #on(agent: AgentId): AgentContainers {
    return this.#agents[agent] as AgentContainers;
  }
}

function killed(message: string): TerminationInfo {
  return { state: "TASK_KILLED", reason: null, message, limitedResources: null };
}

function taskError(message: string): TaskEnd {
  return { state: "TASK_ERROR", reason: "TASK_INVALID", message, limitedResources: null };
}
