import type { HookInputs } from "../../kinds/hook/hook-inputs.js";
import type { HookMethodName } from "../../kinds/hook/hook-methods.js";
import type { TaskStatus } from "../../kinds/hook/task-status.js";
import type { AgentInfo, ExecutorInfo, FrameworkInfo, Label, TaskInfo } from "../../kinds/launch-info.js";

function labels(...texts: readonly string[]): Label[] {
  return texts.map((text) => {
    const [key = "", value = null] = text.split("=");
    return { key, value };
  });
}

function task(changes: Partial<TaskInfo> = {}): TaskInfo {
  return { id: "task-1", name: "sleep", resources: "cpus:1;mem:128", labels: [], ...changes };
}

const BARE_AGENT: AgentInfo = { id: "agent-1", hostname: "host-1", resources: "cpus:2;mem:1024", attributes: "" };
const RICH_AGENT: AgentInfo = {
  id: "agent-2",
  hostname: "host-2.example.org",
  resources: "cpus:2;cpus(prod):1;cpus{REV}:1;mem:1024;network_bandwidth:100;ports:[31000-31009]",
  attributes: "rack:r1;zone:a",
};
const FRAMEWORK: FrameworkInfo = {
  id: "framework-1",
  name: "web",
  roles: ["prod"],
  capabilities: ["MULTI_ROLE"],
  principal: null,
};
const EXECUTOR: ExecutorInfo = {
  id: "executor-1",
  framework: "framework-1",
  resources: "cpus:0.1;mem:32",
  environment: {},
};
const RICH_EXECUTOR: ExecutorInfo = { ...EXECUTOR, environment: { PATH: "/usr/bin", FOO: "taken" } };

const LABELLED: readonly TaskInfo[] = [
  task(),
  task({ labels: labels("foo=bar", "bar=baz") }),
  task({ labels: labels("MESOS_Test_Remove_Label=FooBar", "empty", "foo=bar", "foo=bar") }),
];

function status(changes: Partial<TaskStatus> = {}): TaskStatus {
  const none = { reason: null, message: null, labels: [], containerStatus: null };
  return { task: "task-1", state: "TASK_RUNNING", ...none, ...changes };
}

/** What the battery asks each method with: what Mesos' own tests of hooks use, and the empty and the full case. */
export const HOOK_INPUTS: { readonly [M in HookMethodName]: readonly HookInputs[M][] } = {
  slaveResourcesDecorator: [{ agent: BARE_AGENT }, { agent: RICH_AGENT }],
  slaveAttributesDecorator: [{ agent: BARE_AGENT }, { agent: RICH_AGENT }],
  masterLaunchTaskResourceDecorator: [
    { task: task(), agentResources: BARE_AGENT.resources },
    { task: task(), agentResources: RICH_AGENT.resources },
  ],
  masterLaunchTaskLabelDecorator: LABELLED.map((one) => ({ task: one, framework: FRAMEWORK, agent: RICH_AGENT })),
  slaveRunTaskLabelDecorator: LABELLED.map((one) => {
    return { task: one, executor: EXECUTOR, framework: FRAMEWORK, agent: BARE_AGENT };
  }),
  slaveExecutorEnvironmentDecorator: [{ executor: EXECUTOR }, { executor: RICH_EXECUTOR }],
  slavePreLaunchDockerTaskExecutorDecorator: [
    null,
    ...LABELLED,
    task({ labels: labels("MESOS_Test_Error_Label") }),
  ].map((one) => ({
    task: one,
    executor: RICH_EXECUTOR,
    containerName: "mesos-container-1",
    workDirectory: "/var/lib/mesos/container-1",
    sandboxDirectory: "/mnt/mesos/sandbox",
    environment: one === null ? null : { HOME: "/" },
  })),
  slavePostFetchHook: [{ containerId: "container-1", sandboxDirectory: "/var/lib/mesos/container-1" }],
  slaveTaskStatusDecorator: [
    { framework: "framework-1", status: status() },
    { framework: "framework-1", status: status({ labels: labels("foo=bar", "bar=baz") }) },
    {
      framework: "framework-1",
      status: status({
        state: "TASK_FAILED",
        reason: "CONTAINER_LAUNCH_FAILED",
        message: "no room",
        containerStatus: { networkInfos: [{ ipAddresses: ["10.0.0.1"], groups: ["public"], labels: labels("a=b") }] },
      }),
    },
  ],
  slaveRemoveExecutorHook: [{ framework: FRAMEWORK, executor: EXECUTOR }],
  masterSlaveLostHook: [{ agent: BARE_AGENT }, { agent: RICH_AGENT }],
};
