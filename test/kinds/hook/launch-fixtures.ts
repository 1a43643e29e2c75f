import type { HookInputs } from "../../../src/kinds/hook/hook-inputs.js";
import type { TaskStatus } from "../../../src/kinds/hook/task-status.js";
import type { AgentInfo, ExecutorInfo, FrameworkInfo, Label, TaskInfo } from "../../../src/kinds/launch-info.js";

/** `label("foo=bar")` */
export function label(text: string): Label {
  const [key = "", value = null] = text.split("=");
  return { key, value };
}

/** `labels("foo=bar", "bar=baz")` */
export function labels(...texts: string[]): Label[] {
  return texts.map(label);
}

export function task(changes: Partial<TaskInfo> = {}): TaskInfo {
  return { id: "t1", name: "sleep", resources: "cpus:1;mem:128", labels: [], ...changes };
}

export function agent(changes: Partial<AgentInfo> = {}): AgentInfo {
  return { id: "agent-1", hostname: "host-1", resources: "cpus:2;mem:1024", attributes: "", ...changes };
}

export function executor(changes: Partial<ExecutorInfo> = {}): ExecutorInfo {
  return { id: "e1", framework: "f1", resources: "cpus:0.1;mem:32", environment: {}, ...changes };
}

export function framework(changes: Partial<FrameworkInfo> = {}): FrameworkInfo {
  return { id: "f1", name: "web", roles: ["prod"], capabilities: ["MULTI_ROLE"], principal: null, ...changes };
}

export function status(changes: Partial<TaskStatus> = {}): TaskStatus {
  return {
    task: "t1",
    state: "TASK_RUNNING",
    reason: null,
    message: null,
    labels: [],
    containerStatus: null,
    ...changes,
  };
}

/** One input for each method. */
export const INPUTS: HookInputs = {
  slaveResourcesDecorator: { agent: agent() },
  slaveAttributesDecorator: { agent: agent() },
  masterLaunchTaskResourceDecorator: { task: task(), agentResources: "cpus:2;mem:1024" },
  masterLaunchTaskLabelDecorator: { task: task(), framework: framework(), agent: agent() },
  slaveRunTaskLabelDecorator: { task: task(), executor: executor(), framework: framework(), agent: agent() },
  slaveExecutorEnvironmentDecorator: { executor: executor() },
  slavePreLaunchDockerTaskExecutorDecorator: {
    task: task(),
    executor: executor(),
    containerName: "mesos-c1",
    workDirectory: "/var/lib/mesos/c1",
    sandboxDirectory: "/mnt/mesos/sandbox",
    environment: null,
  },
  slavePostFetchHook: { containerId: "c1", sandboxDirectory: "/var/lib/mesos/c1" },
  slaveTaskStatusDecorator: { framework: "f1", status: status() },
  slaveRemoveExecutorHook: { framework: framework(), executor: executor() },
  masterSlaveLostHook: { agent: agent() },
};
