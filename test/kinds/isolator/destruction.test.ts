import { describe, expect, test } from "vitest";
import { type ContainerHost, InstantHost } from "../../../src/kinds/isolator/container-host.js";
import { abnormalTaskEnd, taskEndOf } from "../../../src/kinds/isolator/task-end.js";
import { type Complete, DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { CONFIG, scriptedAgent } from "./agent-fixture.js";

/** A host whose steps the test ends, and what was called off on it. */
class SlowHost extends InstantHost {
  readonly calledOff: string[] = [];
  readonly open = new Map<string, Complete<null>>();
  readonly #slow: readonly (keyof ContainerHost)[];

  constructor(slow: readonly (keyof ContainerHost)[]) {
    super();
    this.#slow = slow;
  }

  override provision(container: string, _config: unknown, complete: Complete<null>): () => void {
    return this.#step("provision", container, complete);
  }

  override fetch(container: string, _config: unknown, complete: Complete<null>): () => void {
    return this.#step("fetch", container, complete);
  }

  override kill(container: string, complete: Complete<null>): void {
    this.#step("kill", container, complete);
  }

  #step(name: keyof ContainerHost, container: string, complete: Complete<null>): () => void {
    if (this.#slow.includes(name)) this.open.set(`${name} ${container}`, complete);
    else complete(ready(null));
    return () => this.calledOff.push(`${name} ${container}`);
  }
}

const KILLED = { state: "TASK_KILLED", reason: null, message: "as asked", limitedResources: null };

describe("I10: destroying a container", () => {
  test("that is PROVISIONING calls that off, and no isolator hears of it", () => {
    const host = new SlowHost(["provision"]);
    const { agent } = scriptedAgent([{}], { host });
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1", KILLED);
    expect(host.calledOff).toEqual(["provision c1"]);
    expect(agent.log).toEqual(["terminated c1"]);
    expect(agent.termination).toEqual({ ...KILLED, exitStatus: null });
  });

  test.each([ready(null), failed("no room"), DISCARDED])(
    "that is PREPARING waits until the whole chain has prepared (%j) before it cleans up",
    (end) => {
      const { agent, isolators } = scriptedAgent([{ prepare: "hold" }, { prepare: "hold" }]);
      agent.containerizer.launch("c1", CONFIG);
      agent.containerizer.destroy("c1", KILLED);
      isolators[0]?.answer("prepare", ready(null));
      expect(agent.news()).toEqual(["a.prepare c1", "b.prepare c1"]);
      isolators[1]?.answer("prepare", end);
      expect(agent.news()).toEqual(["b.cleanup c1", "a.cleanup c1", "terminated c1"]);
      expect(agent.terminations).toEqual([{ container: "c1", termination: { ...KILLED, exitStatus: null } }]);
    },
  );

  test("that is ISOLATING waits for that, then kills its processes, then cleans up", () => {
    const host = new SlowHost(["kill"]);
    const { agent, isolators } = scriptedAgent([{ isolate: "hold" }], { host });
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    agent.containerizer.destroy("c1");
    expect([...host.open.keys()]).toEqual([]);
    isolators[0]?.answer("isolate", ready(null));
    expect([...host.open.keys()]).toEqual(["kill c1"]);
    expect(agent.news()).toEqual([]);
    host.open.get("kill c1")?.(ready(null));
    expect(agent.news()).toEqual(["a.cleanup c1", "terminated c1"]);
  });

  test("that is FETCHING kills the fetcher too, and the end of fetching changes nothing any more", () => {
    const host = new SlowHost(["fetch", "kill"]);
    const { agent } = scriptedAgent([{}], { host });
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1");
    expect(host.calledOff).toEqual(["fetch c1"]);
    host.open.get("fetch c1")?.(failed("killed"));
    host.open.get("kill c1")?.(ready(null));
    expect(agent.log).not.toContain("launched c1");
    expect(agent.terminations).toHaveLength(1);
  });

  test("is over only when what is nested in it is gone, with the same reason", () => {
    const { agent } = scriptedAgent([{}]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", { ...CONFIG, parent: "c1" });
    agent.containerizer.launch("c3", { ...CONFIG, parent: "c2" });
    agent.containerizer.launch("c4", { ...CONFIG, parent: "c1" });
    agent.containerizer.launch("c5", CONFIG);
    agent.news();
    agent.containerizer.destroy("c1", KILLED);
    expect(agent.news().filter((line) => line.startsWith("terminated"))).toEqual([
      "terminated c3",
      "terminated c4",
      "terminated c2",
      "terminated c1",
    ]);
    expect(agent.terminations.every(({ termination }) => termination.state === "TASK_KILLED")).toBe(true);
    expect(agent.containerizer.containers).toEqual(["c5"]);
  });

  test("fails when what is nested in it cannot be destroyed", () => {
    const host = new SlowHost(["kill"]);
    const { agent } = scriptedAgent([{}], { host });
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", { ...CONFIG, parent: "c1" });
    agent.news();
    agent.containerizer.destroy("c1");
    host.open.get("kill c2")?.(failed("zombie"));
    expect(agent.news()).toEqual([
      "destroy failed c2: not all processes of the container could be killed: zombie",
      "destroy failed c1: a nested container could not be destroyed: not all processes of the container could be killed: zombie",
    ]);
    expect(agent.containerizer.destroyErrors).toBe(2);
  });

  test("fails when its processes cannot be killed: nothing is cleaned up, and the error is counted", () => {
    const host = new SlowHost(["kill"]);
    const { agent } = scriptedAgent([{}], { host });
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    agent.containerizer.destroy("c1");
    host.open.get("kill c1")?.(failed("zombie"));
    const why = "not all processes of the container could be killed: zombie";
    expect(agent.news()).toEqual([`destroy failed c1: ${why}`]);
    expect(agent.containerizer.destroyErrors).toBe(1);
    expect(agent.containerizer.stageOf("c1")).toBe("DESTROYING");
    expect(abnormalTaskEnd(why)).toMatchObject({ state: "TASK_FAILED", reason: "EXECUTOR_TERMINATED", message: why });
  });

  test("is done once, with the first reason, and does nothing to a container that is not there", () => {
    const { agent, isolators } = scriptedAgent([{ cleanup: "hold" }]);
    agent.containerizer.destroy("c1");
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1", KILLED);
    agent.containerizer.destroy("c1", { ...KILLED, state: "TASK_LOST" });
    agent.containerizer.exited("c1", 0);
    isolators[0]?.answer("cleanup", ready(null));
    expect(agent.terminations).toEqual([{ container: "c1", termination: { ...KILLED, exitStatus: null } }]);
  });

  test("may be asked for from inside a callback: it comes after what is being done", () => {
    const { agent } = scriptedAgent([{}], {
      onLaunched: (container) => {
        agent.containerizer.destroy(container, KILLED);
        agent.log.push("asked");
      },
    });
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.news().slice(-4)).toEqual(["launched c1", "asked", "a.cleanup c1", "terminated c1"]);
  });
});

describe("I11: cleaning up", () => {
  test("is one isolator after the other, in the reverse order of preparing", () => {
    const { agent, isolators } = scriptedAgent([{}, { cleanup: "hold" }, { cleanup: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    agent.containerizer.destroy("c1");
    expect(agent.news()).toEqual(["c.cleanup c1"]);
    isolators[2]?.answer("cleanup", ready(null));
    expect(agent.news()).toEqual(["b.cleanup c1"]);
    isolators[1]?.answer("cleanup", ready(null));
    expect(agent.news()).toEqual(["a.cleanup c1", "terminated c1"]);
  });

  test("goes on when an isolator fails; then the container is not terminated but an error is counted", () => {
    const { agent } = scriptedAgent([{ cleanup: failed("stuck") }, { cleanup: DISCARDED }, {}]);
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    agent.containerizer.destroy("c1");
    expect(agent.news()).toEqual([
      "c.cleanup c1",
      "b.cleanup c1",
      "a.cleanup c1",
      "destroy failed c1: the container could not be cleaned up: isolator b: cleanup: discarded; isolator a: cleanup: stuck",
    ]);
    expect(agent.containerizer.destroyErrors).toBe(1);
    expect(agent.terminations).toEqual([]);
    agent.containerizer.destroy("c1");
    expect(agent.news()).toEqual([]);
  });
});

describe("I12: a container whose process exits", () => {
  test.each([
    [0, { state: "TASK_FINISHED", reason: null, message: null, limitedResources: null }],
    [3, { state: "TASK_FAILED", reason: null, message: "exited with status 3", limitedResources: null }],
  ])("with status %i is destroyed without a limitation, and its task ends accordingly", (status, end) => {
    const { agent } = scriptedAgent([{}]);
    agent.containerizer.launch("c1", CONFIG);
    agent.news();
    agent.containerizer.exited("c1", status);
    expect(agent.news()).toEqual(["a.cleanup c1", "terminated c1"]);
    const none = { state: null, reason: null, message: null, limitedResources: null };
    expect(agent.termination).toEqual({ ...none, exitStatus: status });
    expect(taskEndOf({ ...none, exitStatus: status })).toEqual(end);
  });

  test("may do so while it is launched", () => {
    const { agent, isolators } = scriptedAgent([{ isolate: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.exited("c1", 127);
    isolators[0]?.answer("isolate", ready(null));
    expect(agent.log).not.toContain("launched c1");
    expect(agent.termination?.exitStatus).toBe(127);
  });

  test("is not heard of when its process was killed before", () => {
    const { agent, isolators } = scriptedAgent([{ cleanup: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.destroy("c1");
    agent.containerizer.exited("c1", 0);
    isolators[0]?.answer("cleanup", ready(null));
    expect(agent.termination?.exitStatus).toBeNull();
  });

  test("is not heard of when it is gone already", () => {
    const { agent } = scriptedAgent([{}]);
    agent.containerizer.exited("c1", 0);
    expect(agent.log).toEqual([]);
  });

  test("ends its task as EXECUTOR_TERMINATED when it was destroyed without a word", () => {
    const none = { state: null, reason: null, message: null, limitedResources: null, exitStatus: null };
    expect(taskEndOf(none)).toEqual({
      state: "TASK_FAILED",
      reason: "EXECUTOR_TERMINATED",
      message: "the container was destroyed",
      limitedResources: null,
    });
  });
});
