import { overlayDockerEnvironment } from "../../kinds/hook/docker-environment.js";
import { executorEnvironment } from "../../kinds/hook/executor-environment.js";
import type { HookManager } from "../../kinds/hook/hook-manager.js";
import type { TaskStatus } from "../../kinds/hook/task-status.js";
import type { ContainerConfig } from "../../kinds/isolator/container-config.js";
import type { TerminationInfo } from "../../kinds/isolator/container-termination.js";
import { Containerizer } from "../../kinds/isolator/containerizer.js";
import type { Isolator } from "../../kinds/isolator/isolator.js";
import { whyNot } from "../../kinds/isolator/pending.js";
import type { ResourceStatistics } from "../../kinds/isolator/resource-statistics.js";
import { abnormalTaskEnd, type TaskEnd, taskEndOf } from "../../kinds/isolator/task-end.js";
import type { AgentInfo, Environment } from "../../kinds/launch-info.js";
import { type Complete, failed } from "../../kinds/outcome.js";
import type { Timer } from "../../kinds/timer.js";
import { FULL_SPEED } from "../pace/pace.js";
import type { SimulatedTask } from "../simulated-task.js";
import type { ContainerUsages, GivenResources } from "./container-usages.js";
import { agentVariables } from "./launch-infos.js";
import { TaskHost } from "./task-host.js";
import type { TaskRun } from "./task-run.js";

/** Who books what becomes of the tasks in containers. */
export interface ContainerListener {
  /** The task runs. */
  launched(task: SimulatedTask): void;
  /** It ran, and no process of it is left. What it held is not free yet. */
  stopped(task: SimulatedTask): void;
  /** What it held is free, though it may never have run. */
  gone(task: SimulatedTask, end: TaskEnd): void;
}

export interface AgentContainersParts {
  readonly agent: AgentInfo;
  readonly hooks: HookManager;
  readonly isolators: readonly Isolator[];
  readonly usages: ContainerUsages;
  readonly timer: Timer;
  readonly listener: ContainerListener;
  given(task: SimulatedTask): GivenResources;
  /** A status update that passed the hooks, on its way to the framework. */
  report(task: SimulatedTask, status: TaskStatus): void;
  /** A hook's error has reached its caller. */
  hookError(): void;
  /** Takes a line for people. */
  warn(line: string): void;
}

/** One agent process, from the run-task message to the end of the executor. Every task has an executor of its own. */
export class AgentContainers {
  readonly #parts: AgentContainersParts;
  readonly #mesos: Containerizer;
  readonly #docker: Containerizer;
  /** By container, in the order of the messages. */
  readonly #runs = new Map<string, TaskRun>();

  constructor(parts: AgentContainersParts) {
    this.#parts = parts;
    this.#mesos = this.#containerizerWith(parts.isolators);
    this.#docker = this.#containerizerWith([]);
  }

  get agent(): AgentInfo {
    return this.#parts.agent;
  }

  /** The process starts, and finds nothing that an earlier one left: an agent that was lost comes back empty. */
  start(complete: Complete<null>): void {
    this.#mesos.recover({ states: [], orphans: [] }, complete);
  }

  /**
   * The run-task message is on its way; it arrives when all that happens now has happened.
   * @param refusal what became of the task when the master refused it after all
   */
  send(run: TaskRun, refusal: TaskEnd | null): void {
    this.#runs.set(run.container, run);
    this.#parts.timer.after(0, () => {
      if (this.#runs.get(run.container) !== run) return;
      if (refusal === null) this.#runTask(run);
      else this.#end(run, refusal);
    });
  }

  /** The task has done its work. */
  exited(container: string): void {
    const run = this.#runs.get(container);
    if (run === undefined) return;
    this.#stopped(container);
    this.#containerizerOf(run).exited(container, 0);
  }

  destroy(container: string, info: TerminationInfo): void {
    const run = this.#runs.get(container);
    if (run === undefined) return;
    const hasContainer = run.stage !== "sent" && run.stage !== "decorating";
    if (hasContainer) this.#containerizerOf(run).destroy(container, info);
    else this.#end(run, taskEndOf({ ...info, exitStatus: null }));
  }

  statistics(container: string, complete: Complete<ResourceStatistics>): void {
    const run = this.#runs.get(container);
    if (run === undefined) complete(failed(`unknown container ${container}`));
    else this.#containerizerOf(run).usage(container, complete);
  }

  /** The agent is lost, with all that ran on it: nobody hears of it any more. */
  close(): void {
    this.#runs.clear();
    this.#mesos.close();
    this.#docker.close();
  }

  #containerizerWith(isolators: readonly Isolator[]): Containerizer {
    const { agent, hooks, timer, warn } = this.#parts;
    return new Containerizer({
      isolators,
      host: new TaskHost({
        fetched: (containerId, sandboxDirectory) => hooks.slavePostFetchHook({ containerId, sandboxDirectory }),
        killed: (container) => this.#stopped(container),
      }),
      events: {
        launched: (container) => this.#executorRuns(container),
        terminated: (container, termination) => this.#gone(container, taskEndOf(termination)),
        destroyFailed: (container, message) => this.#gone(container, abnormalTaskEnd(message)),
        warn: (message) => warn(`agent ${agent.id}: ${message}`),
      },
      now: () => timer.now,
      agentTotal: agent.resources,
    });
  }

  #containerizerOf({ isDocker }: TaskRun): Containerizer {
    return isDocker ? this.#docker : this.#mesos;
  }

  #runTask(run: TaskRun): void {
    const { agent, hooks } = this.#parts;
    const { executor, framework } = run;
    run.stage = "decorating";
    run.task = {
      ...run.task,
      labels: hooks.slaveRunTaskLabelDecorator({ task: run.task, executor, framework, agent }),
    };
    const environment = executorEnvironment(hooks, agentVariables(agent.id, run), executor);
    if (environment.kind === "refused") {
      this.#parts.hookError();
      this.#end(run, launchFailed(environment.message));
    } else if (run.isDocker) {
      this.#askBeforeDocker(run, environment.value);
    } else {
      this.#launch(run, environment.value);
    }
  }

  /** The only hook that may take its time: the launch waits for it. */
  #askBeforeDocker(run: TaskRun, environment: Environment): void {
    const { task, executor, directory: workDirectory } = run;
    const containerName = `mesos-${run.container}`;
    const input = { task, executor, containerName, workDirectory, sandboxDirectory: "/mnt/mesos/sandbox", environment };
    this.#parts.hooks.slavePreLaunchDockerTaskExecutorDecorator(input, (outcome) => {
      if (this.#runs.get(run.container) !== run || outcome.kind !== "ready") return;
      const decoration = outcome.value;
      if (decoration.kind === "launchFailed") {
        this.#end(run, { ...decoration, limitedResources: null });
        return;
      }
      this.#launch(run, overlayDockerEnvironment(environment, decoration.value, "command").executorEnvironment);
    });
  }

  #launch(run: TaskRun, environment: Environment): void {
    run.stage = "launching";
    this.#containerizerOf(run).launch(run.container, configOf(run, environment));
  }

  /** As in Mesos the container is told what it holds before the task in it begins. */
  #executorRuns(container: string): void {
    const run = this.#runs.get(container) as TaskRun;
    const containerizer = this.#containerizerOf(run);
    containerizer.update(container, run.task.resources, {}, (outcome) => {
      if (this.#runs.get(container) !== run || containerizer.stageOf(container) !== "RUNNING") return;
      if (outcome.kind === "ready") this.#taskRuns(run);
      else containerizer.destroy(container, updateFailed(whyNot(outcome)));
    });
  }

  #taskRuns(run: TaskRun): void {
    const { usages, listener, given } = this.#parts;
    run.stage = "running";
    this.#report(run, { state: "TASK_RUNNING", reason: null, message: null });
    listener.launched(run.simulated);
    const { simulated } = run;
    const cpuPart = () => (simulated.pace?.speedMilli ?? FULL_SPEED) / FULL_SPEED;
    usages.begin(run.container, given(simulated), cpuPart);
  }

  #stopped(container: string): void {
    const run = this.#runs.get(container);
    if (run?.stage !== "running") return;
    run.stage = "stopping";
    this.#parts.usages.end(container);
    this.#parts.listener.stopped(run.simulated);
  }

  #gone(container: string, end: TaskEnd): void {
    const run = this.#runs.get(container);
    if (run !== undefined) this.#end(run, end);
  }

  #end(run: TaskRun, end: TaskEnd): void {
    const { hooks, listener } = this.#parts;
    this.#runs.delete(run.container);
    if (run.stage === "sent") {
      // The master's own word: no agent has a part in it.
      this.#parts.report(run.simulated, statusOf(run, end));
    } else {
      this.#report(run, end);
      hooks.slaveRemoveExecutorHook({ framework: run.framework, executor: run.executor });
    }
    listener.gone(run.simulated, end);
  }

  #report(run: TaskRun, end: Pick<TaskEnd, "state" | "reason" | "message">): void {
    const { hooks, report } = this.#parts;
    const status = hooks.slaveTaskStatusDecorator({ framework: run.framework.id, status: statusOf(run, end) });
    report(run.simulated, status);
  }
}

function statusOf(run: TaskRun, { state, reason, message }: Pick<TaskEnd, "state" | "reason" | "message">): TaskStatus {
  return { task: run.task.id, state, reason, message, labels: [], containerStatus: null };
}

function configOf(run: TaskRun, environment: Environment): ContainerConfig {
  return {
    parent: null,
    task: run.task,
    executor: { ...run.executor, environment },
    command: null,
    resources: run.task.resources,
    limits: {},
    directory: run.directory,
    user: null,
  };
}

function launchFailed(message: string): TaskEnd {
  return { state: "TASK_FAILED", reason: "CONTAINER_LAUNCH_FAILED", message, limitedResources: null };
}

function updateFailed(why: string): TerminationInfo {
  const message = `the container could not be told what it holds: ${why}`;
  return { state: "TASK_FAILED", reason: "CONTAINER_UPDATE_FAILED", message, limitedResources: null };
}
