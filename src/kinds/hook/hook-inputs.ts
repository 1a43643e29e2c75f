import type { AgentInfo, Environment, ExecutorInfo, FrameworkInfo, TaskInfo } from "../launch-info.js";
import type { TaskStatus } from "./task-status.js";

/** What each hook method is told: plain data that crosses as JSON as it is. */
export interface HookInputs {
  /** The agent as it is so far: each hook sees what the one before it made of the resources (H7). */
  readonly slaveResourcesDecorator: { readonly agent: AgentInfo };
  readonly slaveAttributesDecorator: { readonly agent: AgentInfo };
  /** `agentResources`: the agent's total */
  readonly masterLaunchTaskResourceDecorator: { readonly task: TaskInfo; readonly agentResources: string };
  readonly masterLaunchTaskLabelDecorator: {
    readonly task: TaskInfo;
    readonly framework: FrameworkInfo;
    readonly agent: AgentInfo;
  };
  readonly slaveRunTaskLabelDecorator: {
    readonly task: TaskInfo;
    readonly executor: ExecutorInfo;
    readonly framework: FrameworkInfo;
    readonly agent: AgentInfo;
  };
  readonly slaveExecutorEnvironmentDecorator: { readonly executor: ExecutorInfo };
  readonly slavePreLaunchDockerTaskExecutorDecorator: {
    /** Null for a custom executor: its tasks come later. */
    readonly task: TaskInfo | null;
    readonly executor: ExecutorInfo;
    readonly containerName: string;
    readonly workDirectory: string;
    /** Where the work directory is seen inside the container. */
    readonly sandboxDirectory: string;
    readonly environment: Environment | null;
  };
  readonly slavePostFetchHook: { readonly containerId: string; readonly sandboxDirectory: string };
  readonly slaveTaskStatusDecorator: { readonly framework: string; readonly status: TaskStatus };
  readonly slaveRemoveExecutorHook: { readonly framework: FrameworkInfo; readonly executor: ExecutorInfo };
  readonly masterSlaveLostHook: { readonly agent: AgentInfo };
}
