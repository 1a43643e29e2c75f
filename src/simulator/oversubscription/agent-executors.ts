import type { Directory } from "../../cluster/directory.js";
import type { AgentId } from "../../cluster/ids.js";
import type { FrameworkPlan } from "../../cluster/plan.js";
import { add, NO_RESOURCES } from "../../cluster/resources.js";
import type { Placement } from "../../cluster/task.js";
import { collectUsage, type MeasuredExecutor } from "../../kinds/oversubscription/collect-usage.js";
import type { AgentExecutor, AgentFramework } from "../../kinds/oversubscription/oversubscribed-agent.js";
import type { UsageSource } from "../../kinds/oversubscription/resource-usage.js";
import type { TaskContainers } from "../launch/task-containers.js";
import type { RunningTasks } from "../running-tasks.js";
import type { SimulatedTask } from "../simulated-task.js";

/** What the executors of all agents are read from. */
export interface ExecutorSources {
  readonly directory: Directory;
  readonly running: RunningTasks;
  readonly containers: TaskContainers;
  /** By name. */
  readonly frameworks: ReadonlyMap<string, FrameworkPlan>;
}

/** What runs on one agent, executor by executor; in the order of the tasks' submission. */
export class AgentExecutors {
  readonly #sources: ExecutorSources;
  readonly #agent: AgentId;

  constructor(sources: ExecutorSources, agent: AgentId) {
    this.#sources = sources;
    this.#agent = agent;
  }

  /** `cpus{REV}:1;mem:64`: of all frameworks. */
  get allocated(): string {
    let sum = NO_RESOURCES;
    for (const task of this.#tasks()) sum = add(sum, (task.placement as Placement).resources);
    return this.#sources.directory.resourceKeys.format(sum);
  }

  framework(name: string): AgentFramework | undefined {
    const plan = this.#sources.frameworks.get(name);
    const isHere = plan !== undefined && this.#tasks().some((task) => this.#frameworkOf(task) === name);
    return isHere ? { state: "RUNNING", capabilities: plan.capabilities } : undefined;
  }

  executor(framework: string, id: string): AgentExecutor | undefined {
    const task = this.find(framework, id);
    return task && { state: stateOf(task), container: this.#sources.containers.containerOf(task), tasks: 1 };
  }

  /** @param executor its id, which is its task's name */
  find(framework: string, executor: string): SimulatedTask | undefined {
    const { tasks } = this.#sources.directory;
    return this.#tasks().find((task) => tasks.name(task.id) === executor && this.#frameworkOf(task) === framework);
  }

  /** @param total the agent's, as text */
  usage(total: string): UsageSource {
    const { containers } = this.#sources;
    return (complete) => {
      const executors = this.#tasks()
        .sort((a, b) => a.id - b.id)
        .map((task) => this.#measured(task));
      collectUsage(total, executors, containers.statisticsOn(this.#agent), complete);
    };
  }

  #measured(task: SimulatedTask): MeasuredExecutor {
    const { containers } = this.#sources;
    const info = containers.infoOf(task);
    return {
      state: stateOf(task),
      executor: { id: info.id, framework: this.#frameworkOf(task), resources: "", environment: {} },
      allocated: info.resources,
      container: containers.containerOf(task),
      tasks: [info],
    };
  }

  #frameworkOf(task: SimulatedTask): string {
    return this.#sources.directory.frameworks.name(task.framework);
  }

  #tasks(): SimulatedTask[] {
    return this.#sources.running.on(this.#agent);
  }
}

function stateOf({ state, contained }: SimulatedTask): AgentExecutor["state"] {
  if (state === "killed" || contained?.phase === "stopping") return "TERMINATING";
  return contained?.phase === "starting" ? "REGISTERING" : "RUNNING";
}
