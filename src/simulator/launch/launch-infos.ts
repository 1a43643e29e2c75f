import type { Directory } from "../../cluster/directory.js";
import type { FrameworkId } from "../../cluster/ids.js";
import type { FrameworkPlan } from "../../cluster/plan.js";
import { amountOf, type Resources } from "../../cluster/resources.js";
import type { Task } from "../../cluster/task.js";
import { profileOf } from "../../cluster/usage-profile.js";
import type { Environment, ExecutorInfo, FrameworkInfo, Label, TaskInfo } from "../../kinds/launch-info.js";
import type { SimulatedTask } from "../simulated-task.js";
import type { GivenResource, GivenResources } from "./container-usages.js";
import { TaskRun } from "./task-run.js";

/** Puts the plan and the names of a run into the words in which modules are told of launches. */
export class LaunchInfos {
  readonly #directory: Directory;
  readonly #plans: FrameworkPlan[] = [];
  readonly #frameworks: FrameworkInfo[] = [];
  readonly #labels: (readonly Label[])[] = [];

  constructor(directory: Directory, plans: readonly FrameworkPlan[]) {
    this.#directory = directory;
    for (const plan of plans) {
      const id = directory.frameworks.id(plan.name);
      this.#plans[id] = plan;
      this.#frameworks[id] = frameworkInfo(plan);
      this.#labels[id] = plan.labels ?? [];
    }
  }

  task({ id, framework }: Task, held: Resources): TaskInfo {
    const name = this.#directory.tasks.name(id);
    const resources = this.#directory.resourceKeys.format(held);
    return { id: name, name, resources, labels: this.#labels[framework] as readonly Label[] };
  }

  framework(id: FrameworkId): FrameworkInfo {
    return this.#frameworks[id] as FrameworkInfo;
  }

  /** @param held what the run of the task holds on the agent */
  run(simulated: SimulatedTask, held: Resources, agent: string): TaskRun {
    const task = this.task(simulated, held);
    const framework = this.framework(simulated.framework);
    const container = `${task.id}-run-${simulated.run}`;
    const executor: ExecutorInfo = { id: task.id, framework: framework.id, resources: "", environment: {} };
    const directory = sandbox(agent, executor, container);
    const isDocker = this.#plans[simulated.framework]?.containerizer === "docker";
    return new TaskRun({ simulated, container, framework, executor, directory, task, isDocker });
  }

  /** What the task was given, and what it makes of it. */
  given(task: Task): GivenResources {
    return { cpus: this.#given(task, "cpus"), memMiB: this.#given(task, "mem"), diskMiB: this.#given(task, "disk") };
  }

  #given({ id, demand, framework }: Task, name: string): GivenResource {
    const key = this.#directory.resourceKeys.find(name);
    const allocated = key === undefined ? 0 : amountOf(demand, key);
    return { allocated, profile: profileOf(this.#plans[framework]?.usage, name, id) };
  }
}

/** The variables that an agent itself gives an executor. */
export function agentVariables(agent: string, { executor, directory }: TaskRun): Environment {
  return {
    MESOS_FRAMEWORK_ID: executor.framework,
    MESOS_EXECUTOR_ID: executor.id,
    MESOS_SLAVE_ID: agent,
    MESOS_DIRECTORY: directory,
  };
}

function frameworkInfo({ name, roles, capabilities, credential }: FrameworkPlan): FrameworkInfo {
  return { id: name, name, roles, capabilities, principal: credential?.principal ?? null };
}

/** As Mesos lays it out below its work directory. */
function sandbox(agent: string, { framework, id }: ExecutorInfo, container: string): string {
  return `/var/lib/mesos/slaves/${agent}/frameworks/${framework}/executors/${id}/runs/${container}`;
}
