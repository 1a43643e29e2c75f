import { describe, expect, it } from "vitest";
import { decorateAgent } from "../../../src/kinds/hook/decorate-agent.js";
import type { DockerDecoration } from "../../../src/kinds/hook/docker-decoration.js";
import { executorEnvironment } from "../../../src/kinds/hook/executor-environment.js";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import type { Outcome } from "../../../src/kinds/outcome.js";
import { installed } from "./installed.js";
import { agent, executor, INPUTS, labels, status, task } from "./launch-fixtures.js";

/** What a hook does that behaves as the one with which Mesos tests its own hooks (module facts, section 5). */
export function describeReferenceHook(name: string, make: () => Hook): void {
  describe(name, () => {
    const manager = () => installed({ test_hook: make() }).manager;

    it("replaces the label that the master's message shall not have by one of its own", () => {
      const input = {
        ...INPUTS.masterLaunchTaskLabelDecorator,
        task: task({ labels: labels("MESOS_Test_Remove_Label=FooBar") }),
      };
      expect(manager().masterLaunchTaskLabelDecorator(input)).toEqual({
        kind: "decorated",
        value: labels("MESOS_Test_Label=ApacheMesos"),
      });
      expect(input.task.labels).toEqual(labels("MESOS_Test_Remove_Label=FooBar"));
    });

    it("puts its labels before the others when the agent runs the task, and takes foo away", () => {
      const hooks = manager();
      const submitted = task({ labels: labels("foo=bar", "bar=baz") });
      const sent = hooks.masterLaunchTaskLabelDecorator({ ...INPUTS.masterLaunchTaskLabelDecorator, task: submitted });
      if (sent.kind === "refused") throw new Error(sent.message);
      const run = hooks.slaveRunTaskLabelDecorator({
        ...INPUTS.slaveRunTaskLabelDecorator,
        task: { ...submitted, labels: sent.value },
      });
      expect(run).toEqual(labels("baz=qux", "MESOS_Test_Label=ApacheMesos", "bar=baz"));
    });

    it("changes labels and container status of a status update, and nothing else", () => {
      const update = status({ labels: labels("foo=bar", "bar=baz"), message: "healthy" });
      expect(manager().slaveTaskStatusDecorator({ framework: "f1", status: update })).toEqual({
        ...update,
        labels: labels("bar=qux", "bar=baz"),
        containerStatus: {
          networkInfos: [{ ipAddresses: ["4.3.2.1"], groups: ["public"], labels: labels("net_foo=net_bar") }],
        },
      });
    });

    it("gives a task without network bandwidth a share of that of the agent", () => {
      const decorate = (resources: string, agentResources: string) =>
        manager().masterLaunchTaskResourceDecorator({ task: task({ resources }), agentResources });
      expect(decorate("cpus:1;mem:128", "cpus:2;network_bandwidth:100")).toBe("cpus:1;mem:128;network_bandwidth:10");
      expect(decorate("cpus:1;network_bandwidth:5", "cpus:2;network_bandwidth:100")).toBe("cpus:1;network_bandwidth:5");
      expect(decorate("cpus:1", "cpus:2")).toBe("cpus:1");
    });

    it("adds FOO=bar to the environment of an executor", () => {
      const environment = executorEnvironment(
        manager(),
        { MESOS_SANDBOX: "/s" },
        executor({ environment: { A: "1" } }),
      );
      expect(environment).toEqual({ kind: "decorated", value: { MESOS_SANDBOX: "/s", A: "1", FOO: "bar" } });
    });

    it("gives a Docker container one variable for the task and one for the executor", () => {
      const ends: Outcome<DockerDecoration>[] = [];
      const input = INPUTS.slavePreLaunchDockerTaskExecutorDecorator;
      manager().slavePreLaunchDockerTaskExecutorDecorator(input, (end) => ends.push(end));
      const value = { taskEnvironment: { HOOKTEST_TASK: "foo" }, executorEnvironment: { HOOKTEST_EXECUTOR: "bar" } };
      expect(ends).toEqual([{ kind: "ready", value: { kind: "decorated", value } }]);
    });

    it("fails the launch of a Docker container whose task has the error label", () => {
      const ends: Outcome<DockerDecoration>[] = [];
      const input = {
        ...INPUTS.slavePreLaunchDockerTaskExecutorDecorator,
        task: task({ labels: labels("MESOS_Test_Error_Label=x") }),
      };
      manager().slavePreLaunchDockerTaskExecutorDecorator(input, (end) => ends.push(end));
      const failure = {
        kind: "launchFailed",
        state: "TASK_FAILED",
        reason: "CONTAINER_LAUNCH_FAILED",
        message: "hook module test_hook: slavePreLaunchDockerTaskExecutorDecorator failed: error label found",
      };
      expect(ends).toEqual([{ kind: "ready", value: failure }]);
    });

    it("makes an agent's cpus four, adds the set foo, keeps its memory and appends its rack", () => {
      const plain = agent({ resources: "cpus:2;mem:1024", attributes: "zone:a" });
      expect(decorateAgent(manager(), plain)).toEqual({
        ...plain,
        resources: "cpus:4;mem:1024;foo:{bar,baz}",
        attributes: "zone:a;rack:rack1",
      });
    });
  });
}
