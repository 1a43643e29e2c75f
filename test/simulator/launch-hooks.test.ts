import { describe, expect, test } from "vitest";
import { HOOK_METHOD_NAMES } from "../../src/kinds/hook/hook-methods.js";
import { failed, ready } from "../../src/kinds/outcome.js";
import type { Timer } from "../../src/kinds/timer.js";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { doubles, logged } from "./launch-doubles.js";
import { observe } from "./observed-simulation.js";
import type { PlainMethod, PlainModule } from "./plain-participants.js";

const PLAN = clusterPlan({
  agents: { a1: "cpus:4;mem:1024" },
  frameworks: [{ name: "f", labels: [{ key: "tier", value: "web" }], jobs: [{ needs: "cpus:1;mem:256" }] }],
});

/** A method that keeps its input and has no opinion. */
function keep(inputs: unknown[]): PlainMethod {
  return (input) => {
    inputs.push(input);
    return null;
  };
}

function hooked(hook: PlainModule, plan = PLAN) {
  const participants = doubles({ hooks: { h: () => hook } });
  return observe(plan, greedy(), 1, participants).then((seen) => ({ ...seen, participants }));
}

describe("hooks in the launch of a task", () => {
  test("are called in the order of its life, each at its place (facts section 5)", async () => {
    const log: string[] = [];
    const methods = HOOK_METHOD_NAMES.filter((name) => name !== "slavePreLaunchDockerTaskExecutorDecorator");
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{}, { at: 20, runs: 30 }] }],
      faults: [{ at: 25, agent: "a1", lasts: 5 }],
      duration: 30,
    });
    await observe(plan, greedy(), 1, doubles({ hooks: { h: logged(log, "h", {}, methods) } }));
    const launch = (t: number) =>
      [
        "masterLaunchTaskResourceDecorator",
        "masterLaunchTaskLabelDecorator",
        "slaveRunTaskLabelDecorator",
        "slaveExecutorEnvironmentDecorator",
        "slavePostFetchHook",
        "slaveTaskStatusDecorator",
      ].map((method) => `${t} h.${method}`);
    const start = (t: number) => [`${t} h.slaveResourcesDecorator`, `${t} h.slaveAttributesDecorator`];
    expect(log).toEqual([
      ...start(0),
      ...launch(0),
      "10 h.slaveTaskStatusDecorator",
      "10 h.slaveRemoveExecutorHook",
      ...launch(20),
      "25 h.masterSlaveLostHook",
      ...start(30),
      // Started anew, as far as the run goes.
      ...launch(30),
    ]);
  });

  test("see the task as the plan has it, then as the decorators before them left it (H7)", async () => {
    const runTask: unknown[] = [];
    const prepared: unknown[] = [];
    const participants = doubles({
      hooks: {
        master: () => ({ masterLaunchTaskLabelDecorator: () => [{ key: "from", value: "master" }] }),
        agent: () => ({
          slaveRunTaskLabelDecorator: ({ task }: { task: { labels: object[] } }) => {
            runTask.push(task.labels);
            return [...task.labels, { key: "and", value: "agent" }];
          },
          slaveExecutorEnvironmentDecorator: () => ({ FOO: "bar", MESOS_SLAVE_ID: "other" }),
        }),
      },
      isolators: { i: () => ({ prepare: keep(prepared) }) },
    });
    await observe(PLAN, greedy(), 1, participants);
    expect(runTask).toEqual([[{ key: "from", value: "master" }]]);
    expect(prepared).toMatchObject([
      {
        container: "f-1-run-1",
        config: {
          resources: "cpus:1;mem:256",
          task: { id: "f-1", labels: [{ key: "from" }, { key: "and" }] },
          executor: { id: "f-1", framework: "f", environment: { FOO: "bar", MESOS_SLAVE_ID: "other" } },
        },
      },
    ]);
  });

  test("of the master are told of the task's labels, its framework and its agent", async () => {
    const inputs: unknown[] = [];
    await hooked({ masterLaunchTaskLabelDecorator: keep(inputs) });
    expect(inputs).toEqual([
      {
        task: { id: "f-1", name: "f-1", resources: "cpus:1;mem:256", labels: [{ key: "tier", value: "web" }] },
        framework: { id: "f", name: "f", roles: ["batch"], capabilities: ["MULTI_ROLE"], principal: null },
        agent: { id: "a1", hostname: "a1", resources: "cpus:4;mem:1024", attributes: "" },
      },
    ]);
  });

  test("may change the labels of a status update, and nothing else of it", async () => {
    const { told } = await hooked({
      slaveTaskStatusDecorator: ({ status }: { status: object }) => ({
        ...status,
        state: "TASK_LOST",
        labels: [{ key: "seen", value: "h" }],
      }),
    });
    expect(told("status")).toEqual(["0 status f-1 TASK_RUNNING seen=h", "10 status f-1 TASK_FINISHED seen=h"]);
  });

  test("whose error is logged are counted, and change nothing (H5)", async () => {
    const { told, participants } = await hooked({
      masterLaunchTaskLabelDecorator: (_, complete) => complete(failed("no label for you")),
    });
    expect(told("hookError")).toEqual(["0 hookError"]);
    expect(participants.warnings).toEqual(["hook module h: masterLaunchTaskLabelDecorator reports: no label for you"]);
    expect(told("finished")).toEqual(["10 finished f-1"]);
  });

  test("whose error reaches the caller, as in 0.22, have the task refused and started again later (H6)", async () => {
    let calls = 0;
    const hook = {
      masterLaunchTaskLabelDecorator: (_: never, complete: Parameters<PlainMethod>[1]) =>
        calls++ === 0 ? complete(failed("not yet")) : complete({ kind: "ready", value: null }),
    };
    const seen = await observe(PLAN, greedy(), 1, doubles({ hooks: { h: () => hook }, hookSemantics: "0.22-doc" }));
    expect(seen.told("status", "killed", "started").map((line) => line.slice(0, 28))).toEqual([
      "0 started f-1 a1 cpus:1;mem:",
      "0 status f-1 TASK_ERROR TASK",
      "0 killed f-1 failed placed",
      "1 started f-1 a1 cpus:1;mem:",
      "1 status f-1 TASK_RUNNING",
      "11 status f-1 TASK_FINISHED",
    ]);
  });
});

describe("the hook that decorates resources", () => {
  const decorate = (text: string) => hooked({ masterLaunchTaskResourceDecorator: () => text });

  test("has the task launched with what it says, and the rest of the offer goes back", async () => {
    const { only, told } = await decorate("cpus:0.5;mem:512");
    expect(only("acceptOffer")).toEqual(["0 acceptOffer f batch a1 cpus:0.5;mem:512 f-1"]);
    expect(only("recoverResources")[0]).toMatch(/^0 recoverResources f batch a1 cpus:3.5;mem:512 /);
    expect(told("started")).toEqual(["0 started f-1 a1 cpus:0.5;mem:512"]);
    expect(only("recoverResources").at(-1)).toMatch(/^10 recoverResources f batch a1 cpus:0.5;mem:512 /);
  });

  test.each([
    ["more than the offer holds", "cpus:5", "the task uses more resources cpus:5 than available cpus:4;mem:1024"],
    ["a name that the offer lacks", "cpus:1;tape:1", "the task uses more resources cpus:1;tape:1 than available"],
    ["nothing", "", "the task uses no resources"],
  ])("and asks for %s has the task refused over and over, until the run ends", async (_, text, message) => {
    const { end, only, told } = await decorate(text);
    expect(end.reason).toBe("stalemate");
    expect(only("acceptOffer")).toEqual([]);
    const updates = told("status");
    expect(updates.slice(0, 4).map((line) => line.split(" ")[0])).toEqual(["0", "1", "3", "7"]);
    expect(updates[0]).toContain(`0 status f-1 TASK_ERROR TASK_INVALID ${message}`);
    // At most a minute apart, until nothing has come of it for 1000 s.
    expect(updates.length).toBeGreaterThan(20);
  });

  test("and refuses one task of a gang has none of it started", async () => {
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{ tasks: 3, gang: true }, { at: 0.5 }] }],
      duration: 0.75,
    });
    const { only, told } = await hooked(
      {
        masterLaunchTaskResourceDecorator: ({ task }: { task: { id: string } }) =>
          task.id === "f-1.2" ? "cpus:9" : null,
      },
      plan,
    );
    expect(told("status").filter((line) => line.startsWith("0 "))).toHaveLength(3);
    expect(only("acceptOffer")).toEqual(["0.5 acceptOffer f batch a1 cpus:1 f-2"]);
  });
});

describe("the hook before Docker runs a container", () => {
  const plan = clusterPlan({ frameworks: [{ name: "f", containerizer: "docker", jobs: [{}] }], duration: 12.5 });

  test("is waited for, and no isolator has a part in the launch", async () => {
    const log: string[] = [];
    const participants = doubles({
      hooks: {
        h: (timer) => ({
          slavePreLaunchDockerTaskExecutorDecorator: (input: { containerName: string }, complete) => {
            log.push(input.containerName);
            timer.after(2e6, () => complete(ready({ executorEnvironment: { HOOKTEST_EXECUTOR: "bar" } })));
          },
        }),
      },
      isolators: { i: logged(log, "i", {}, ["prepare", "update", "cleanup"]) },
    });
    const { told } = await observe(plan, greedy(), 1, participants);
    expect(log).toEqual(["mesos-f-1-run-1"]);
    expect(told("status")).toEqual(["2 status f-1 TASK_RUNNING", "12 status f-1 TASK_FINISHED"]);
  });

  test("fails the launch when it fails", async () => {
    const { told } = await hooked(
      { slavePreLaunchDockerTaskExecutorDecorator: (_, complete) => complete(failed("error label found")) },
      plan,
    );
    expect(told("status")[0]).toBe(
      "0 status f-1 TASK_FAILED CONTAINER_LAUNCH_FAILED hook module h: slavePreLaunchDockerTaskExecutorDecorator failed: error label found",
    );
  });

  test("may be asked for nothing: its agent is lost meanwhile", async () => {
    const lost = clusterPlan({
      frameworks: [{ name: "f", containerizer: "docker", jobs: [{}] }],
      faults: [{ at: 1, agent: "a1", lasts: null }],
      duration: 5,
    });
    const late = (timer: Timer): PlainModule => ({
      slavePreLaunchDockerTaskExecutorDecorator: (_, complete) => {
        timer.after(3e6, () => complete(ready(null)));
      },
    });
    const { told } = await observe(lost, greedy(), 1, doubles({ hooks: { h: late } }));
    expect(told("status", "killed")).toEqual(["1 killed f-1 agentLost placed"]);
  });
});

describe("a module that breaks", () => {
  test("ends the run as a failure with the module's name", async () => {
    const run = hooked({
      slavePostFetchHook: () => {
        throw new Error("out of luck");
      },
    });
    await expect(run).rejects.toMatchObject({
      name: "AllocatorFailure",
      kind: "threw",
      message: "module h: out of luck",
    });
  });

  test("by an answer that is none ends the run, too", async () => {
    await expect(hooked({ slaveRunTaskLabelDecorator: () => 7 })).rejects.toMatchObject({
      name: "AllocatorFailure",
      kind: "illegalDecision",
      message: expect.stringContaining("hook module h: illegal result of slaveRunTaskLabelDecorator"),
    });
  });

  test.each([
    ["in a call", () => ({ prepare: broken })],
    ["when its timer ends", (timer: Timer) => ({ prepare: () => void timer.after(5, broken) })],
  ])("%s ends the run with its name", async (_, i) => {
    const run = observe(PLAN, greedy(), 1, doubles({ isolators: { i } }));
    await expect(run).rejects.toMatchObject({ kind: "threw", message: "module i: out of luck" });
  });

  test("by asking to be woken without end at one instant ends the run", async () => {
    const i = (timer: Timer): PlainModule => {
      const again = () => void timer.after(0, again);
      return { prepare: again };
    };
    const run = observe(PLAN, greedy(), 1, doubles({ isolators: { i } }));
    await expect(run).rejects.toMatchObject({ kind: "timedOut", message: expect.stringContaining("module i: ") });
  });

  test("is not blamed for the allocator, which hears of the end of its container", async () => {
    const also = () => {
      throw new Error("no more");
    };
    const allocator = greedy({ triggers: ["recoverResources"], also: (t) => (t > 0 ? also() : {}) });
    const run = observe(PLAN, allocator, 1, doubles({ isolators: { i: () => ({ cleanup: () => null }) } }));
    await expect(run).rejects.toMatchObject({ kind: "threw", message: "no more" });
  });
});

function broken(): never {
  throw new Error("out of luck");
}
