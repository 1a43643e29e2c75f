import type { GuestHook } from "../../../src/kinds/hook/guest-hook.js";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import { type HookResult, NO_OPINION, some } from "../../../src/kinds/hook/hook-result.js";
import { type Complete, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { label, labels } from "./launch-fixtures.js";

/**
 * A hook that behaves as the one with which Mesos tests its own hooks. Those methods that only listen tell `heard`.
 */
export function referenceHook(heard: (method: string, input: unknown) => void = () => {}): Hook {
  const listen = (method: string) => (input: unknown) => {
    heard(method, input);
    return NO_OPINION;
  };
  return {
    masterLaunchTaskLabelDecorator: ({ task }) => {
      const kept = task.labels.filter(({ key }) => key !== "MESOS_Test_Remove_Label");
      return some([label("MESOS_Test_Label=ApacheMesos"), ...kept]);
    },
    masterLaunchTaskResourceDecorator: ({ task, agentResources }) => {
      const isMissing = agentResources.includes("network_bandwidth:") && !task.resources.includes("network_bandwidth:");
      return isMissing ? some(`${task.resources};network_bandwidth:10`) : NO_OPINION;
    },
    slaveRunTaskLabelDecorator: ({ task }) =>
      some([label("baz=qux"), ...task.labels.filter(({ key }) => key !== "foo")]),
    slaveExecutorEnvironmentDecorator: ({ executor }) => some({ ...executor.environment, FOO: "bar" }),
    slavePreLaunchDockerTaskExecutorDecorator: ({ task }, complete) => {
      if (task?.labels.some(({ key }) => key === "MESOS_Test_Error_Label")) complete(failed("error label found"));
      else
        complete(
          ready({ taskEnvironment: { HOOKTEST_TASK: "foo" }, executorEnvironment: { HOOKTEST_EXECUTOR: "bar" } }),
        );
    },
    slaveTaskStatusDecorator: ({ status }) =>
      some({
        labels: [label("bar=qux"), ...status.labels.filter(({ key }) => key !== "foo")],
        containerStatus: {
          networkInfos: [{ ipAddresses: ["4.3.2.1"], groups: ["public"], labels: labels("net_foo=net_bar") }],
        },
      }),
    slaveResourcesDecorator: ({ agent }) => {
      const kept = agent.resources.split(";").filter((entry) => !entry.startsWith("cpus:"));
      return some(["cpus:4", ...kept, "foo:{bar,baz}"].join(";"));
    },
    slaveAttributesDecorator: ({ agent }) =>
      some(agent.attributes === "" ? "rack:rack1" : `${agent.attributes};rack:rack1`),
    slavePostFetchHook: listen("slavePostFetchHook"),
    slaveRemoveExecutorHook: listen("slaveRemoveExecutorHook"),
    masterSlaveLostHook: listen("masterSlaveLostHook"),
  };
}

/** A hook as its guest: everything crosses as JSON text, as it would to another language. */
export function asGuest(name: string, hook: Hook): GuestHook {
  const methods = hook as Record<
    string,
    (input: object, complete: Complete<unknown>) => HookResult<unknown> | undefined
  >;
  return {
    name,
    methods: Object.keys(hook),
    call(method, input, complete) {
      const result = methods[method]?.(cross(input), (outcome) => complete(cross(outcome)));
      if (result !== undefined) complete(cross(outcomeOf(result)));
    },
  };
}

function cross<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function outcomeOf(result: HookResult<unknown>): Outcome<unknown> {
  switch (result.kind) {
    case "none":
      return ready(null);
    case "some":
      return ready(result.value);
    case "error":
      return failed(result.message);
  }
}
