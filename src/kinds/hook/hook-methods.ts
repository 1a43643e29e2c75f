import type { HookInputs } from "./hook-inputs.js";
import type { HookValues } from "./hook-values.js";

/** What is known of one hook method before any hook is loaded. */
export interface HookMethod {
  /** The first Mesos release that has it. */
  readonly since: string;
  readonly where: "master" | "agent";
  /** The moment at which it is called. */
  readonly when: string;
  readonly result: keyof HookValues;
  /** Whether the answer is a future, rather than what the call returns. */
  readonly asynchronous: boolean;
}

/**
 * Every method of the Hook kind (facts: modules section 5), in the order in which the life of a cluster meets them. The
 * names are Mesos' own: a module is written against them.
 */
export const HOOK_METHODS = {
  slaveResourcesDecorator: {
    since: "0.26.0",
    where: "agent",
    when: "the agent initialises, before it advertises anything",
    result: "resources",
    asynchronous: false,
  },
  slaveAttributesDecorator: {
    since: "0.26.0",
    where: "agent",
    when: "the agent initialises, right after its resources are decorated",
    result: "attributes",
    asynchronous: false,
  },
  masterLaunchTaskResourceDecorator: {
    since: "1.8.0",
    where: "master",
    when: "an offer is accepted, for each task of a launch or launch group, before it is validated",
    result: "resources",
    asynchronous: false,
  },
  masterLaunchTaskLabelDecorator: {
    since: "0.22.0",
    where: "master",
    when: "the run-task message to the agent is built",
    result: "labels",
    asynchronous: false,
  },
  slaveRunTaskLabelDecorator: {
    since: "0.23.0",
    where: "agent",
    when: "the run-task message arrives, for each task of a group",
    result: "labels",
    asynchronous: false,
  },
  slaveExecutorEnvironmentDecorator: {
    since: "0.22.0",
    where: "agent",
    when: "the environment of an executor is put together",
    result: "environment",
    asynchronous: false,
  },
  slavePreLaunchDockerTaskExecutorDecorator: {
    since: "1.2.0",
    where: "agent",
    when: "a container is about to be run by Docker",
    result: "dockerEnvironment",
    asynchronous: true,
  },
  slavePostFetchHook: {
    since: "1.0.0",
    where: "agent",
    when: "a container's files and image are fetched, before it is launched",
    result: "nothing",
    asynchronous: false,
  },
  slaveTaskStatusDecorator: {
    since: "0.25.0",
    where: "agent",
    when: "a status update passes the agent",
    result: "taskStatus",
    asynchronous: false,
  },
  slaveRemoveExecutorHook: {
    since: "0.22.0",
    where: "agent",
    when: "an executor is removed",
    result: "nothing",
    asynchronous: false,
  },
  masterSlaveLostHook: {
    since: "0.25.0",
    where: "master",
    when: "an agent is lost, after all connected frameworks were told",
    result: "nothing",
    asynchronous: false,
  },
} as const satisfies { readonly [M in keyof HookInputs]: HookMethod };

export type HookMethodName = keyof typeof HOOK_METHODS;

export const HOOK_METHOD_NAMES = Object.keys(HOOK_METHODS) as readonly HookMethodName[];

export type AsynchronousMethod = {
  [M in HookMethodName]: (typeof HOOK_METHODS)[M]["asynchronous"] extends true ? M : never;
}[HookMethodName];

export type SynchronousMethod = Exclude<HookMethodName, AsynchronousMethod>;

/** What a method has to say when it says something. */
export type HookValue<M extends HookMethodName> = HookValues[(typeof HOOK_METHODS)[M]["result"]];

export function isHookMethod(name: string): name is HookMethodName {
  return Object.hasOwn(HOOK_METHODS, name);
}

export function isAsynchronous(name: HookMethodName): name is AsynchronousMethod {
  return HOOK_METHODS[name].asynchronous;
}
