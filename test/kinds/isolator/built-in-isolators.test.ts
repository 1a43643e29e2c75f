import { describe, expect, test } from "vitest";
import { BUILT_IN_ISOLATORS } from "../../../src/kinds/isolator/built-in-isolators.js";
import type { ContainersLeft } from "../../../src/kinds/isolator/container-config.js";
import type { Isolator } from "../../../src/kinds/isolator/isolator.js";
import type { ResourceStatistics } from "../../../src/kinds/isolator/resource-statistics.js";
import { failed, ready } from "../../../src/kinds/outcome.js";
import { AgentFixture, CONFIG } from "./agent-fixture.js";
import { SteppedUsage } from "./stepped-usage.js";
import { VirtualTimer } from "./virtual-timer.js";

/** An agent with one built-in, whose containers use what the steps say from the moment they run. */
function agentWith(name: string, steps: Parameters<SteppedUsage["run"]>[1], enforceContainerDiskQuota = true) {
  const timer = new VirtualTimer();
  const source = new SteppedUsage(timer);
  let isolator: Isolator | undefined;
  const agent = new AgentFixture(
    () => {
      isolator = BUILT_IN_ISOLATORS.get(name)?.({ source, timer, enforceContainerDiskQuota });
      return [isolator as Isolator];
    },
    { timer, onLaunched: (container) => source.run(container, steps) },
  );
  return { agent, timer, source, isolator: isolator as unknown as Isolator };
}

function usageOf({ containerizer }: AgentFixture): ResourceStatistics | undefined {
  const answers: ResourceStatistics[] = [];
  containerizer.usage("c1", (outcome) => {
    if (outcome.kind === "ready") answers.push(outcome.value);
  });
  return answers[0];
}

describe("I9: cgroups/mem", () => {
  const growing = [
    { at: 0, memMiB: 100 },
    { at: 7_000_001, memMiB: 600.5 },
    { at: 9_000_000, memMiB: 2000 },
  ];

  test("ends a container at the very microsecond at which it uses more memory than it requested", () => {
    const { agent, timer } = agentWith("cgroups/mem", growing);
    agent.containerizer.launch("c1", CONFIG);
    timer.runUntil(7_000_000);
    expect(usageOf(agent)).toMatchObject({ memMiB: 100, memLimitMiB: 512 });
    timer.runUntil(7_000_001);
    expect(agent.termination).toEqual({
      state: "TASK_FAILED",
      reason: "CONTAINER_LIMITATION_MEMORY",
      message: "requested 512 MiB, maximum used 600.5 MiB",
      limitedResources: "mem:600.5",
      exitStatus: null,
    });
  });

  test("lets it use exactly what it requested", () => {
    const { agent, timer } = agentWith("cgroups/mem", [{ at: 0, memMiB: 512 }]);
    agent.containerizer.launch("c1", CONFIG);
    timer.runUntil(60_000_000);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
  });

  test.each([
    ["its limit instead of its request", { mem: 1000 }, 9_000_000],
    ["an infinite limit: never", { mem: "infinity" as const }, null],
  ])("goes by %s", (_what, limits, at) => {
    const { agent, timer } = agentWith("cgroups/mem", growing);
    agent.containerizer.launch("c1", { ...CONFIG, limits });
    timer.runUntil(8_999_999);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
    timer.runUntil(9_000_000);
    expect(agent.containerizer.stageOf("c1")).toBe(at === null ? "RUNNING" : undefined);
  });

  test("sums what is reserved and what is not, and leaves alone a container that requested none", () => {
    const reserved = agentWith("cgroups/mem", growing);
    reserved.agent.containerizer.launch("c1", { ...CONFIG, resources: "mem:300;mem(prod):400" });
    reserved.timer.runUntil(8_000_000);
    expect(reserved.agent.containerizer.stageOf("c1")).toBe("RUNNING");
    reserved.timer.runUntil(9_000_000);
    expect(reserved.agent.termination?.message).toBe("requested 700 MiB, maximum used 2000 MiB");
    const none = agentWith("cgroups/mem", growing);
    none.agent.containerizer.launch("c1", { ...CONFIG, resources: "cpus:1" });
    none.timer.runUntil(9_000_000);
    expect(none.agent.containerizer.stageOf("c1")).toBe("RUNNING");
  });

  test("follows an update that raises the memory, and not one that lowers it", () => {
    const { agent, timer } = agentWith("cgroups/mem", growing);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.update("c1", "mem:700", {});
    agent.containerizer.update("c1", "mem:50", {});
    timer.runUntil(8_000_000);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
    timer.runUntil(9_000_000);
    expect(agent.termination?.message).toBe("requested 700 MiB, maximum used 2000 MiB");
  });

  test("ends at once, but after the launch, a container that begins with too much", () => {
    const { agent, timer } = agentWith("cgroups/mem", [{ at: 0, memMiB: 513 }]);
    agent.containerizer.launch("c1", CONFIG);
    expect(agent.news()).toEqual(["launched c1"]);
    timer.runUntil(0);
    expect(agent.news()).toEqual(["terminated c1"]);
  });

  test("takes note when the usage to come changes", () => {
    const { agent, timer, source } = agentWith("cgroups/mem", growing);
    agent.containerizer.launch("c1", CONFIG);
    timer.runUntil(5_000_000);
    source.run("c1", [
      { at: 5_000_000, memMiB: 1 },
      { at: 6_000_000, memMiB: 513 },
    ]);
    timer.runUntil(6_000_000);
    expect(agent.termination?.message).toBe("requested 512 MiB, maximum used 513 MiB");
  });

  test("holds a recovered container to what it held before", () => {
    const before = agentWith("cgroups/mem", growing);
    before.agent.containerizer.launch("c1", CONFIG);
    const left: ContainersLeft = before.agent.containerizer.leftBehind;
    before.agent.containerizer.close();
    const after = agentWith("cgroups/mem", growing);
    after.source.run("c1", growing);
    after.agent.containerizer.recover(left, () => {});
    after.timer.runUntil(7_000_001);
    expect(after.agent.termination?.reason).toBe("CONTAINER_LIMITATION_MEMORY");
  });

  test("waits for nothing more once a container is cleaned up", () => {
    const { agent, timer, source } = agentWith("cgroups/mem", growing);
    agent.containerizer.launch("c1", CONFIG);
    expect([timer.size, source.listeners]).toEqual([1, 1]);
    agent.containerizer.destroy("c1");
    expect([timer.size, source.listeners]).toEqual([0, 0]);
  });

  test("waits for nothing more once its agent process is gone", () => {
    const { agent, timer, source } = agentWith("cgroups/mem", growing);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", CONFIG);
    expect([timer.size, source.listeners]).toEqual([2, 2]);
    agent.containerizer.close();
    expect([timer.size, source.listeners]).toEqual([0, 0]);
  });

  test("knows only containers that it prepared, and prepares each once", () => {
    const { agent, isolator } = agentWith("cgroups/mem", []);
    const outcomes: unknown[] = [];
    const take = (outcome: unknown) => outcomes.push(outcome);
    isolator.watch({ container: "c1" }, take);
    isolator.update({ container: "c1", resources: "", limits: {} }, take);
    isolator.usage({ container: "c1" }, take);
    expect(outcomes.splice(0)).toEqual(Array(3).fill(failed("unknown container c1")));
    isolator.cleanup({ container: "c1" }, take);
    expect(outcomes.splice(0)).toEqual([ready(null)]);
    agent.containerizer.launch("c1", CONFIG);
    isolator.prepare({ container: "c1", config: CONFIG }, take);
    expect(outcomes).toEqual([failed("container c1 is prepared already")]);
  });
});

describe("I9: disk/du", () => {
  const filling = [
    { at: 0, diskMiB: 1 },
    { at: 3_000_000, diskMiB: 100.001 },
  ];

  test("ends a container that uses more disk than its quota", () => {
    const { agent, timer } = agentWith("disk/du", filling);
    agent.containerizer.launch("c1", CONFIG);
    timer.runUntil(2_999_999);
    expect(usageOf(agent)).toMatchObject({ diskMiB: 1, diskLimitMiB: 100 });
    timer.runUntil(3_000_000);
    expect(agent.termination).toMatchObject({
      state: "TASK_FAILED",
      reason: "CONTAINER_LIMITATION_DISK",
      message: "requested 100 MiB of disk, used 100.001 MiB",
      limitedResources: "disk:100",
    });
  });

  test("measures only, when quotas are not enforced", () => {
    const { agent, timer } = agentWith("disk/du", filling, false);
    agent.containerizer.launch("c1", CONFIG);
    timer.runUntil(3_000_000);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
    expect(usageOf(agent)).toMatchObject({ diskMiB: 100.001, diskLimitMiB: 100 });
  });

  test("follows every update of the quota, and counts no volumes", () => {
    const { agent, timer } = agentWith("disk/du", [{ at: 0, diskMiB: 40 }]);
    agent.containerizer.launch("c1", { ...CONFIG, resources: "disk:50;disk(prod)[v1]:1000" });
    timer.runUntil(1_000_000);
    expect(usageOf(agent)?.diskLimitMiB).toBe(50);
    agent.containerizer.update("c1", "disk:30;disk(prod)[v1]:1000", {});
    timer.runUntil(1_000_000);
    expect(agent.termination?.message).toBe("requested 30 MiB of disk, used 40 MiB");
  });
});

describe("I13: posix/cpu and posix/mem", () => {
  const steps = [{ at: 0, cpus: 3.5, memMiB: 9000, diskMiB: 9000 }];

  test.each([
    ["posix/cpu", { cpus: 3.5 }],
    ["posix/mem", { memMiB: 9000 }],
    ["filesystem/posix", {}],
  ])("%s measures its own resource and limits nothing", (name, measured) => {
    const { agent, timer } = agentWith(name, steps);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.update("c1", "cpus:0.1;mem:1", {});
    timer.runUntil(3_600_000_000);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
    expect(usageOf(agent)).toEqual({
      timestamp: 3_600_000_000,
      ...measured,
      cpusSoftLimit: 0.1,
      memSoftLimitMiB: 1,
      memLimitMiB: 1,
    });
  });

  test.each(["posix/cpu", "posix/mem"])("%s knows only containers that it prepared or recovered", (name) => {
    const { isolator } = agentWith(name, steps);
    const outcomes: unknown[] = [];
    const take = (outcome: unknown) => outcomes.push(outcome);
    isolator.isolate({ container: "c1", pid: 1 }, take);
    isolator.watch({ container: "c1" }, take);
    isolator.update({ container: "c1", resources: "", limits: {} }, take);
    expect(outcomes.splice(0)).toEqual(Array(3).fill(failed("unknown container c1")));
    isolator.recover({ states: [{ container: "c1", pid: 1, config: CONFIG }], orphans: [] }, take);
    isolator.watch({ container: "c1" }, take);
    isolator.update({ container: "c1", resources: "", limits: {} }, take);
    isolator.prepare({ container: "c1", config: CONFIG }, take);
    isolator.cleanup({ container: "c1" }, take);
    isolator.prepare({ container: "c1", config: CONFIG }, take);
    expect(outcomes).toEqual([
      ready(null),
      ready(null),
      failed("container c1 is prepared already"),
      ready(null),
      ready(null),
    ]);
  });
});
