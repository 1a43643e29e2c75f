import { describe, expect, test } from "vitest";
import { DISCARDED, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { CONFIG, scriptedAgent } from "./agent-fixture.js";

describe("I6: an update of what a container holds", () => {
  test("is told to all isolators side by side, and is done when all have it", () => {
    const { agent, isolators } = scriptedAgent([{ update: "hold" }, { update: "hold" }]);
    const outcomes: Outcome<null>[] = [];
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    agent.containerizer.update("c1", "cpus:2", { cpus: 4 }, (outcome) => outcomes.push(outcome));
    expect(agent.news()).toEqual(["a.update c1", "b.update c1"]);
    expect(isolators[0]?.inputs.at(-1)?.input).toEqual({ container: "c1", resources: "cpus:2", limits: { cpus: 4 } });
    isolators[1]?.answer("update", ready(null));
    expect(outcomes).toEqual([]);
    isolators[0]?.answer("update", ready(null));
    expect(outcomes).toEqual([ready(null)]);
  });

  test("fails when one isolator does, and is kept all the same", () => {
    const { agent } = scriptedAgent([{ update: failed("busy") }, {}]);
    const outcomes: unknown[] = [];
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.update("c1", "cpus:2", {}, (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([failed("isolator a: update: busy")]);
    expect(agent.containerizer.leftBehind.states[0]?.config.resources).toBe("cpus:2");
  });

  test("is ignored with a warning when the container is unknown or being destroyed", () => {
    const { agent } = scriptedAgent([{ cleanup: "hold" }]);
    const outcomes: unknown[] = [];
    agent.containerizer.update("c1", "cpus:2", {}, (outcome) => outcomes.push(outcome));
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1");
    agent.containerizer.update("c1", "cpus:2", {}, (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([ready(null), ready(null)]);
    expect(agent.log).not.toContain("a.update c1");
    expect(agent.warnings).toEqual([
      "an update of container c1 is ignored: it is unknown",
      "an update of container c1 is ignored: it is being destroyed",
    ]);
  });

  test("is for top-level containers only", () => {
    const { agent } = scriptedAgent([{}]);
    const outcomes: unknown[] = [];
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", { ...CONFIG, parent: "c1" });
    agent.containerizer.update("c2", "cpus:2", {}, (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([failed("container c2 is nested: it is not updated")]);
    expect(agent.log).not.toContain("a.update c2");
  });
});

describe("I7: the usage of a container", () => {
  test("merges what the isolators measured in their order, with the time and the limits", () => {
    const { agent, isolators } = scriptedAgent([{ usage: "hold" }, { usage: ready({ memMiB: 7, diskMiB: 9 }) }]);
    const outcomes: unknown[] = [];
    agent.containerizer.launch("c1", { ...CONFIG, limits: { cpus: 4, mem: "infinity" } });
    agent.containerizer.usage("c1", (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([]);
    agent.timer.runUntil(2_000_000);
    isolators[0]?.answer("usage", ready({ cpus: 0.5, memMiB: 3, memLimitMiB: 1 }));
    expect(outcomes).toEqual([
      ready({
        timestamp: 2_000_000,
        cpus: 0.5,
        memMiB: 7,
        diskMiB: 9,
        cpusSoftLimit: 1,
        cpusLimit: 4,
        memSoftLimitMiB: 512,
        memLimitMiB: 16384,
      }),
    ]);
  });

  test("has the request as limit of memory, and of cpus only where the kernel is told to hold it", () => {
    const limitsOf = (enableCfs: boolean): unknown => {
      const { agent } = scriptedAgent([], { enableCfs });
      const outcomes: unknown[] = [];
      agent.containerizer.launch("c1", CONFIG);
      agent.containerizer.usage("c1", (outcome) => outcomes.push(outcome));
      return outcomes[0];
    };
    const both = { timestamp: 0, cpusSoftLimit: 1, memSoftLimitMiB: 512, memLimitMiB: 512 };
    expect(limitsOf(false)).toEqual(ready(both));
    expect(limitsOf(true)).toEqual(ready({ ...both, cpusLimit: 1 }));
  });

  test("leaves out isolators that fail, with a warning", () => {
    const { agent } = scriptedAgent([{ usage: failed("gone") }, { usage: DISCARDED }, { usage: ready({ cpus: 2 }) }]);
    const outcomes: Outcome<unknown>[] = [];
    agent.containerizer.launch("c1", { ...CONFIG, resources: "" });
    agent.containerizer.usage("c1", (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([ready({ timestamp: 0, cpus: 2 })]);
    expect(agent.warnings).toEqual([
      "container c1: a part of its usage is left out: isolator a: usage: gone",
      "container c1: a part of its usage is left out: isolator b: usage: discarded",
    ]);
  });

  test("of an unknown container cannot be had, nor its status", () => {
    const { agent } = scriptedAgent([{}]);
    const outcomes: unknown[] = [];
    agent.containerizer.usage("c1", (outcome) => outcomes.push(outcome));
    agent.containerizer.status("c1", (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([failed("unknown container c1"), failed("unknown container c1")]);
  });
});

describe("I7: the status of a container", () => {
  test("is merged in order, and what fails is left out", () => {
    const { agent } = scriptedAgent([
      { status: ready({ networkInfos: [{ ip: "4.3.2.1" }], cgroup: { id: 1, name: "x" } }) },
      { status: failed("gone") },
      { status: ready({ networkInfos: [{ ip: "4.3.2.2" }], cgroup: { id: 2 } }) },
    ]);
    const outcomes: unknown[] = [];
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.status("c1", (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual([
      ready({
        container: "c1",
        networkInfos: [{ ip: "4.3.2.1" }, { ip: "4.3.2.2" }],
        cgroup: { id: 2, name: "x" },
      }),
    ]);
  });

  test("is asked for one container by one request after the other, and for another beside them", () => {
    const { agent, isolators } = scriptedAgent([{ status: "hold" }]);
    const answers: string[] = [];
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", CONFIG);
    agent.news();
    agent.containerizer.status("c1", () => answers.push("first"));
    agent.containerizer.status("c1", () => answers.push("second"));
    agent.containerizer.status("c2", () => answers.push("other"));
    expect(agent.news()).toEqual(["a.status c1", "a.status c2"]);
    isolators[0]?.answer("status", ready({}), "c2");
    isolators[0]?.answer("status", ready({}));
    expect(agent.news()).toEqual(["a.status c1"]);
    isolators[0]?.answer("status", ready({}));
    expect(answers).toEqual(["other", "first", "second"]);
  });
});
