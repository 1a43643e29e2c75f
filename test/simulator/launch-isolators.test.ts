import { describe, expect, test } from "vitest";
import { failed, ready } from "../../src/kinds/outcome.js";
import type { Timer } from "../../src/kinds/timer.js";
import { inverseOffers } from "./claims.js";
import { clusterPlan, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type Double, type DoublesSketch, doubles, logged } from "./launch-doubles.js";
import { observe } from "./observed-simulation.js";
import type { PlainMethod } from "./plain-participants.js";

const AGENTS = { a1: "cpus:4;mem:1024;disk:1000" };
const NEEDS = "cpus:1;mem:512;disk:100";

function run(sketch: PlanSketch, participants: DoublesSketch) {
  return observe(clusterPlan({ agents: AGENTS, ...sketch }), greedy(), 1, doubles(participants));
}

/** Answers so many seconds later. */
function later(seconds: number, timer: Timer): PlainMethod {
  return (_, complete) => {
    timer.after(seconds * 1e6, () => complete(ready(null)));
  };
}

describe("a task over its limit", () => {
  test("of memory is killed at the very microsecond of a ramp at which it needs more than it was given (I9)", async () => {
    const { told } = await run(
      {
        // From nothing to twice the allocation in 100 s: 1024 thousandths of a MiB each 100 ms.
        frameworks: [
          {
            name: "f",
            usage: {
              mem: [
                [0, 0],
                [100, 2],
              ],
            },
            jobs: [{ needs: NEEDS, runs: 80 }],
          },
        ],
        duration: 51,
      },
      { isolation: "cgroups/mem" },
    );
    expect(told("status", "killed").slice(0, 3)).toEqual([
      "0 status f-1 TASK_RUNNING",
      "50.000049 status f-1 TASK_FAILED CONTAINER_LIMITATION_MEMORY requested 512 MiB, maximum used 512.001 MiB",
      "50.000049 killed f-1 failed placed",
    ]);
  });

  test("of memory is killed at the second of a jump, and started again a while after", async () => {
    const { told } = await run(
      {
        frameworks: [
          {
            name: "f",
            usage: {
              mem: [
                [0, 0.5],
                [7, 0.5],
                [7, 1.5],
              ],
            },
            jobs: [{ needs: NEEDS }],
          },
        ],
        duration: 20,
      },
      { isolation: "cgroups/mem" },
    );
    expect(told("started", "killed")).toEqual([
      "0 started f-1 a1 cpus:1;disk:100;mem:512",
      "7 killed f-1 failed placed",
      "8 started f-1 a1 cpus:1;disk:100;mem:512",
      "15 killed f-1 failed placed",
      "17 started f-1 a1 cpus:1;disk:100;mem:512",
    ]);
  });

  test("of disk is killed where the quota is enforced, and lives where it is not (I9)", async () => {
    const sketch = {
      frameworks: [
        {
          name: "f",
          usage: {
            disk: [
              [0, 0],
              [4, 0],
              [4, 3],
            ],
          },
          jobs: [{ needs: NEEDS }],
        },
      ],
      duration: 12,
    } as const;
    const enforced = await run({ ...sketch, enforceContainerDiskQuota: true }, { isolation: "disk/du" });
    expect(enforced.told("status")[1]).toBe(
      "4 status f-1 TASK_FAILED CONTAINER_LIMITATION_DISK requested 100 MiB of disk, used 300 MiB",
    );
    const measured = await run(sketch, { isolation: "disk/du" });
    expect(measured.told("finished")).toEqual(["10 finished f-1"]);
  });

  test("that a module sets ends as the module says, and takes its gang with it (I8)", async () => {
    const { told } = await run(
      { frameworks: [{ name: "f", jobs: [{ tasks: 2, gang: true }] }], duration: 5 },
      {
        isolators: {
          i: (timer) => ({
            watch: ({ container }: { container: string }, complete) => {
              if (!container.startsWith("f-1.2")) return;
              timer.after(3e6, () => complete(ready({ reason: "CONTAINER_LIMITATION", message: "too many pids" })));
            },
          }),
        },
      },
    );
    expect(told("status", "killed").slice(2, 6)).toEqual([
      "3 status f-1.2 TASK_FAILED CONTAINER_LIMITATION too many pids",
      "3 killed f-1.2 failed placed",
      "3 status f-1.1 TASK_KILLED a task of its gang failed",
      "3 killed f-1.1 failed placed",
    ]);
    expect(told("started").filter((line) => line.startsWith("4 "))).toHaveLength(2);
  });

  test("started over and over does not keep a run from ending", async () => {
    const { end, told } = await run(
      { frameworks: [{ name: "f", usage: { mem: [[0, 2]] }, jobs: [{ needs: NEEDS }] }] },
      { isolation: "cgroups/mem" },
    );
    expect(end.reason).toBe("stalemate");
    expect(told("killed").length).toBeGreaterThan(20);
  });
});

describe("the life of a container", () => {
  test("is prepared, isolated, watched, updated and cleaned up, each isolator in its turn (I3, I5, I11)", async () => {
    const log: string[] = [];
    const methods = ["recover", "prepare", "isolate", "update", "cleanup"];
    await run(
      { frameworks: [{ name: "f", jobs: [{}] }] },
      { isolators: { i: logged(log, "i", {}, methods), j: logged(log, "j", {}, methods) } },
    );
    const both = (t: number, method: string) => ["i", "j"].map((name) => `${t} ${name}.${method}`);
    expect(log).toEqual([
      ...both(0, "recover"),
      ...both(0, "prepare"),
      ...both(0, "isolate"),
      ...both(0, "update"),
      "10 j.cleanup",
      "10 i.cleanup",
    ]);
  });

  test("whose prepare fails is the end of its task, which is started again after a second, then two", async () => {
    let attempts = 0;
    const prepare: PlainMethod = (_, complete) => complete(++attempts < 3 ? failed("no cgroup") : ready(null));
    const { told } = await run({ frameworks: [{ name: "f", jobs: [{}] }] }, { isolators: { i: () => ({ prepare }) } });
    expect(told("status").map((line) => line.slice(0, 85))).toEqual([
      "0 status f-1 TASK_FAILED CONTAINER_LAUNCH_FAILED the container could not be launched:",
      "1 status f-1 TASK_FAILED CONTAINER_LAUNCH_FAILED the container could not be launched:",
      "3 status f-1 TASK_RUNNING",
      "13 status f-1 TASK_FINISHED",
    ]);
    expect(told("killed")).toEqual(["0 killed f-1 failed placed", "1 killed f-1 failed placed"]);
  });

  test("is as long as its task from the time that it was prepared, and its resources are free when it is cleaned up", async () => {
    const { told, only } = await run(
      { frameworks: [{ name: "f", jobs: [{}] }] },
      {
        isolators: {
          slow: (timer) => ({
            prepare: later(2, timer),
            cleanup: later(5, timer),
          }),
        },
      },
    );
    expect(told("started", "status", "finished")).toEqual([
      "0 started f-1 a1 cpus:1",
      "2 status f-1 TASK_RUNNING",
      "17 status f-1 TASK_FINISHED",
      "17 finished f-1",
    ]);
    expect(only("recoverResources").at(-1)).toBe("17 recoverResources f batch a1 cpus:1 no-refuse allocated f-1");
  });

  test("that never gets ready ends the run when nothing else can happen", async () => {
    const stuck = { isolators: { i: () => ({ prepare: () => undefined }) } };
    const { end, told } = await run({ frameworks: [{ name: "f", jobs: [{}] }] }, stuck);
    expect(end.reason).toBe("stalemate");
    expect(told("status", "killed")).toEqual([]);
  });

  test("ends without a word when its agent is lost while it is prepared, and no isolator is called again (I10)", async () => {
    const log: string[] = [];
    const prepare: PlainMethod = () => undefined;
    const participants = doubles({
      isolators: {
        i: (timer) => logged(log, "i", { prepare: log.length === 0 ? prepare : () => null }, ["cleanup"])(timer),
      },
    });
    const plan = clusterPlan({
      frameworks: [{ name: "f", jobs: [{}] }],
      faults: [{ at: 4, agent: "a1", lasts: 6 }],
    });
    const { told } = await observe(plan, greedy(), 1, participants);
    expect(log).toEqual(["0 i.prepare", "10 i.prepare", "20 i.cleanup"]);
    expect(told("killed", "finished")).toEqual(["4 killed f-1 agentLost placed", "20 finished f-1"]);
    expect(participants.made).toEqual(["Isolator i", "Isolator i"]);
    expect(participants.closed).toEqual(["Isolator i", "Isolator i"]);
  });

  test("that is handed back ends at the deadline, and its resources are free when it is cleaned up", async () => {
    const asking = greedy({
      also: (t, ledger, { operation }) =>
        t === 6e6 && operation.op === "allocate"
          ? inverseOffers(ledger, { framework: "f", agent: "a1", resources: "", by: 7 })
          : {},
    });
    const plan = clusterPlan({ frameworks: [{ name: "f", suppresses: false, jobs: [{ runs: 100 }] }], duration: 12 });
    const slow: Double = (timer) => ({ cleanup: later(3, timer) });
    const { told, only } = await observe(plan, asking, 1, doubles({ isolators: { slow } }));
    expect(told("status", "killed").slice(0, 3)).toEqual([
      "0 status f-1 TASK_RUNNING",
      "10 status f-1 TASK_KILLED its framework handed its resources back",
      "10 killed f-1 handedBack placed",
    ]);
    expect(only("recoverResources")).toContain("10 recoverResources f batch a1 cpus:1 no-refuse allocated f-1");
  });
});

describe("a gang in containers", () => {
  test("of which a task has finished starts again without it when another fails", async () => {
    const i: Double = (timer) => {
      let watches = 0;
      return {
        prepare: ({ container }: { container: string }, complete) => {
          timer.after(container === "f-1.2-run-1" ? 3e6 : 0, () => complete(ready(null)));
        },
        watch: (_, complete) => {
          if (++watches === 3) timer.after(9e6, () => complete(ready({ reason: "CONTAINER_LIMITATION" })));
        },
      };
    };
    const gang = { name: "f", jobs: [{ tasks: 3, gang: true, runs: 10 }] };
    const { end, told } = await run({ frameworks: [gang] }, { isolators: { i } });
    expect(told("started", "finished", "killed")).toEqual([
      "0 started f-1.1 a1 cpus:1",
      "0 started f-1.2 a1 cpus:1",
      "0 started f-1.3 a1 cpus:1",
      "10 finished f-1.1",
      "10 finished f-1.3",
      "12 killed f-1.2 failed placed",
      "13 started f-1.2 a1 cpus:1",
      "23 finished f-1.2",
    ]);
    expect(end).toMatchObject({ reason: "jobsEnded" });
  });

  test("waits for the last of its containers before it starts again", async () => {
    const slow: Double = (timer) => ({
      cleanup: ({ container }: { container: string }, complete) => {
        timer.after(container.startsWith("f-1.2") ? 4e6 : 0, () => complete(ready(null)));
      },
    });
    const { told } = await run(
      {
        agents: { a1: "cpus:1", a2: "cpus:1", a3: "cpus:2" },
        frameworks: [{ name: "f", jobs: [{ tasks: 2, gang: true, runs: 10 }] }],
        faults: [{ at: 5, agent: "a1", lasts: null }],
        duration: 10,
      },
      { isolators: { slow } },
    );
    expect(told("started", "killed").map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
      "0 started f-1.1 a1",
      "0 started f-1.2 a2",
      "5 killed f-1.1 agentLost",
      "9 killed f-1.2 agentLost",
      "9 started f-1.1 a2",
      "9 started f-1.2 a3",
    ]);
  });
});

describe("a run with modules", () => {
  const sketch: PlanSketch = {
    agents: { a1: "cpus:4;mem:1024", a2: "cpus:4;mem:1024" },
    frameworks: [
      {
        name: "f",
        usage: {
          mem: [
            [0, 0],
            [20, 1.2],
          ],
        },
        jobs: [{ needs: "cpus:1;mem:256", tasks: 6, runs: 30 }],
      },
      { name: "g", jobs: [{ at: 3, tasks: 3, gang: true, needs: "cpus:1;mem:200" }] },
    ],
    faults: [{ at: 12, agent: "a2", lasts: 4 }],
    duration: 120,
  };

  test("is the same twice", async () => {
    const once = () =>
      run(sketch, {
        hooks: { h: () => ({ masterLaunchTaskResourceDecorator: () => "cpus:1;mem:220" }) },
        isolation: "cgroups/mem,slow",
        isolators: { slow: (timer) => ({ cleanup: later(1, timer) }) },
      });
    const first = await once();
    const second = await once();
    expect(first.journal.length).toBeGreaterThan(100);
    expect(second.journal).toEqual(first.journal);
    expect(second.events).toEqual(first.events);
  });

  test("that say nothing is the run without any", async () => {
    const frameworks = (sketch.frameworks ?? []).map(({ usage: _, ...framework }) => framework);
    const alone = await observe(clusterPlan({ ...sketch, frameworks }), greedy());
    const silent = await run({ ...sketch, frameworks }, { hooks: { h: () => ({}) }, isolation: "cgroups/mem" });
    expect(silent.journal).toEqual(alone.journal);
  });
});
