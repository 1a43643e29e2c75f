import { describe, expect, test } from "vitest";
import { InstantHost } from "../../../src/kinds/isolator/container-host.js";
import { mergeLaunchInfos } from "../../../src/kinds/isolator/container-launch-info.js";
import { type Complete, failed, ready } from "../../../src/kinds/outcome.js";
import { CONFIG, scriptedAgent } from "./agent-fixture.js";

describe("I3: preparing a container", () => {
  test("is one isolator after the other, in their order", () => {
    const { agent, isolators } = scriptedAgent([{ prepare: "hold" }, { prepare: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.news()).toEqual(["a.prepare c1"]);
    isolators[0]?.answer("prepare", ready(null));
    expect(agent.news()).toEqual(["b.prepare c1"]);
    expect(isolators[1]?.inputs).toEqual([{ method: "prepare", input: { container: "c1", config: CONFIG } }]);
  });

  test("that fails stops the chain and fails the launch", () => {
    const { agent } = scriptedAgent([{}, { prepare: failed("no room") }, {}]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.news()).toEqual([
      "a.prepare c1",
      "b.prepare c1",
      "c.cleanup c1",
      "b.cleanup c1",
      "a.cleanup c1",
      "terminated c1",
    ]);
    expect(agent.termination).toEqual({
      state: "TASK_FAILED",
      reason: "CONTAINER_LAUNCH_FAILED",
      message: "the container could not be launched: isolator b: prepare: no room",
      limitedResources: null,
      exitStatus: null,
    });
  });

  test("merges what the isolators answer in order: lists are appended, later variables win, duplicates go", () => {
    const { agent } = scriptedAgent([
      {
        prepare: ready({
          preExecCommands: ["mount"],
          environment: { A: "1", B: "1" },
          cloneNamespaces: ["pid", "mount"],
          supplementaryGroups: [7, 8],
          workingDirectory: "/a",
        }),
      },
      { prepare: ready(null) },
      {
        prepare: ready({
          preExecCommands: ["mount", "route"],
          environment: { B: "2", C: "2" },
          cloneNamespaces: ["mount", "network"],
          supplementaryGroups: [8],
        }),
      },
    ]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.launchInfos.get("c1")).toEqual({
      preExecCommands: ["mount", "mount", "route"],
      environment: { A: "1", B: "2", C: "2" },
      cloneNamespaces: ["pid", "mount", "network"],
      supplementaryGroups: [7, 8],
      workingDirectory: "/a",
    });
  });

  test.each([
    ["a root filesystem", [{ rootfs: "/" }], "an isolator may not set a root filesystem"],
    ["a user", [{ user: "root" }], "an isolator may not set a user"],
    [
      "two working directories",
      [{ workingDirectory: "/a" }, { workingDirectory: "/a" }],
      "two isolators set a working directory",
    ],
    [
      "two sets of effective capabilities",
      [{ effectiveCapabilities: [] }, { effectiveCapabilities: ["CHOWN"] }],
      "two isolators set effective capabilities",
    ],
    ["two sets of rlimits", [{ rlimits: { RLIMIT_CORE: 0 } }, { rlimits: {} }], "two isolators set rlimits"],
    ["two ttys", [{ ttySlavePath: "/dev/pts/1" }, { ttySlavePath: "/dev/pts/2" }], "two isolators set a tty"],
  ])("fails the launch when isolators set %s", (_what, answers, message) => {
    expect(mergeLaunchInfos(answers)).toEqual(failed(message));
    const { agent } = scriptedAgent(answers.map((answer) => ({ prepare: ready(answer) })));
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.termination?.reason).toBe("CONTAINER_LAUNCH_FAILED");
    expect(agent.termination?.message).toContain(message);
  });
});

describe("I4: a container on its way", () => {
  test("is PROVISIONING, PREPARING, ISOLATING, FETCHING, RUNNING and at last DESTROYING", () => {
    const steps: Complete<null>[] = [];
    const slowly = (complete: Complete<null>) => {
      steps.push(complete);
      return () => {};
    };
    const host = Object.assign(new InstantHost(), {
      provision: (_container: string, _config: unknown, complete: Complete<null>) => slowly(complete),
      fetch: (_container: string, _config: unknown, complete: Complete<null>) => slowly(complete),
    });
    const { agent, isolators } = scriptedAgent([{ prepare: "hold", isolate: "hold", cleanup: "hold" }], { host });
    const stages: (string | undefined)[] = [];
    const look = () => stages.push(agent.containerizer.stageOf("c1"));
    agent.containerizer.launch("c1", CONFIG);
    look();
    steps.shift()?.(ready(null));
    look();
    isolators[0]?.answer("prepare", ready(null));
    look();
    isolators[0]?.answer("isolate", ready(null));
    look();
    steps.shift()?.(ready(null));
    look();
    agent.containerizer.destroy("c1");
    look();
    isolators[0]?.answer("cleanup", ready(null));
    look();
    expect(stages).toEqual(["PROVISIONING", "PREPARING", "ISOLATING", "FETCHING", "RUNNING", "DESTROYING", undefined]);
  });

  test("runs when launch returns, if everything is answered at once", () => {
    const { agent } = scriptedAgent([{}]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
    expect(agent.containerizer.containers).toEqual(["c1"]);
  });

  test("fails its launch when its image or its files cannot be had", () => {
    const broken = (_container: string, _config: unknown, complete: Complete<null>) => {
      complete(failed("no route"));
      return () => {};
    };
    const provisioning = scriptedAgent([{}], { host: Object.assign(new InstantHost(), { provision: broken }) });
    provisioning.agent.containerizer.launch("c1", CONFIG);
    expect(provisioning.agent.news()).toEqual(["terminated c1"]);
    const fetching = scriptedAgent([{}], { host: Object.assign(new InstantHost(), { fetch: broken }) });
    fetching.agent.containerizer.launch("c1", CONFIG);
    expect(fetching.agent.news().slice(-2)).toEqual(["a.cleanup c1", "terminated c1"]);
    expect(fetching.agent.termination?.message).toBe("the container could not be launched: no route");
  });

  test("has an id of its own", () => {
    const { agent } = scriptedAgent([{}]);
    agent.containerizer.launch("c1", CONFIG);
    expect(() => agent.containerizer.launch("c1", CONFIG)).toThrow("container c1 is launched already");
  });
});

describe("I5: isolating a container", () => {
  test("begins when every watch stands, and is asked of all isolators side by side", () => {
    const { agent, isolators } = scriptedAgent([{ isolate: "hold" }, { isolate: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.news().slice(2)).toEqual(["a.watch c1", "b.watch c1", "a.isolate c1", "b.isolate c1"]);
    isolators[1]?.answer("isolate", ready(null));
    expect(agent.containerizer.stageOf("c1")).toBe("ISOLATING");
    isolators[0]?.answer("isolate", ready(null));
    expect(agent.news()).toEqual(["launched c1"]);
    expect(isolators.map(({ inputs }) => inputs.find(({ method }) => method === "isolate")?.input)).toEqual([
      { container: "c1", pid: 1 },
      { container: "c1", pid: 1 },
    ]);
  });

  test("has to succeed for all, else the launch fails", () => {
    const { agent } = scriptedAgent([{}, { isolate: failed("no cgroup") }]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.log).not.toContain("launched c1");
    expect(agent.termination).toMatchObject({
      reason: "CONTAINER_LAUNCH_FAILED",
      message: "the container could not be launched: isolator b: isolate: no cgroup",
    });
  });

  test("comes to its end although a watch ended while the watches were set up", () => {
    const { agent } = scriptedAgent([{ watch: ready({ message: "full" }) }, {}]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.news()).toEqual([
      "a.prepare c1",
      "b.prepare c1",
      "a.watch c1",
      "b.watch c1",
      "a.isolate c1",
      "b.isolate c1",
      "b.cleanup c1",
      "a.cleanup c1",
      "terminated c1",
    ]);
    expect(agent.termination).toMatchObject({ state: "TASK_FAILED", message: "full" });
  });
});

describe("a nested container", () => {
  test("is launched in a container that is there and stays, else not at all", () => {
    const { agent, isolators } = scriptedAgent([{ cleanup: "hold" }]);
    agent.containerizer.launch("c2", { ...CONFIG, parent: "c1" });
    expect(agent.termination).toMatchObject({
      reason: "CONTAINER_LAUNCH_FAILED",
      message: "the container could not be launched: its parent c1 does not exist",
    });
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", { ...CONFIG, parent: "c1" });
    expect(agent.containerizer.stageOf("c2")).toBe("RUNNING");
    agent.containerizer.destroy("c1");
    agent.containerizer.launch("c3", { ...CONFIG, parent: "c1" });
    expect(agent.termination?.message).toBe("the container could not be launched: its parent c1 is being destroyed");
    expect(isolators[0]?.holds("cleanup", "c2")).toBe(true);
  });
});
