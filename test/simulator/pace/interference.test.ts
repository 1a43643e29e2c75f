import { describe, expect, test } from "vitest";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "../cluster-plans.js";
import { greedy } from "../greedy-allocator.js";
import { observe } from "../observed-simulation.js";
import { PlainParticipants } from "../plain-participants.js";

type Points = readonly (readonly [number, number])[];

/** A regular task of 4 cpus that uses them as the points say, and a revocable one of 2 that has 40 s of work. */
function beside(cpus: Points, more: PlanSketch = {}): PlanSketch {
  const web: FrameworkSketch = {
    name: "web",
    roles: ["prod"],
    usage: { cpus },
    service: { instances: 1, needs: "cpus:4" },
  };
  const batch: FrameworkSketch = { name: "batch", revocable: true, startsAt: 1, jobs: [{ needs: "cpus:2", runs: 40 }] };
  return {
    agents: { a1: "cpus:4", a2: "cpus{REV}:2" },
    interference: {},
    duration: 600,
    frameworks: [web, batch],
    ...more,
  };
}

/** The agent of the web task is oversubscribed by two cpus. */
function lending(selection: object = {}): PlainParticipants {
  return new PlainParticipants({
    selection: { resourceEstimator: "org_estimate", ...selection },
    modules: {
      ResourceEstimator: {
        org_estimate: () => ({ initialize: () => null, oversubscribable: () => "cpus{REV}:2" }),
      },
    },
  });
}

/** With a single agent, which lends. */
const ALONE = { agents: { a1: "cpus:4" } };

async function endOf(sketch: PlanSketch, modules = lending()): Promise<string | undefined> {
  const seen = await observe(clusterPlan({ ...sketch, ...ALONE }), greedy(), 1, modules);
  return seen.told("finished")[0];
}

describe("a revocable task beside one that", () => {
  test("leaves it enough takes its time", async () => {
    expect(await endOf(beside([[0, 0.5]]))).toBe("41 finished batch-1");
  });

  test("leaves it half of its cpus takes twice as long", async () => {
    expect(await endOf(beside([[0, 0.75]]))).toBe("81 finished batch-1");
  });

  test("needs all for a while is nearly at a stand for so long, and goes on when that is over", async () => {
    // From 11 s to 31 s it gets a hundredth: 0.2 s of work.
    const busy: Points = [
      [0, 0.5],
      [11, 0.5],
      [11, 1],
      [31, 1],
      [31, 0.5],
    ];
    expect(await endOf(beside(busy))).toBe("60.8 finished batch-1");
  });

  test("uses more and more is looked at every so often, and at once when a line ends", async () => {
    // The web task climbs from 2 to 4 cpus within 80 s, so that of its 2 cpus the batch gets the part 1 - t / 80. All that
    // had begun at 1 s is 30 s of work at 42 s; seen at the beginning of each interval it is a little less.
    const climbing: Points = [
      [0, 0.5],
      [80, 1],
    ];
    const [web] = beside(climbing).frameworks as readonly FrameworkSketch[];
    const batch = { name: "batch", revocable: true, startsAt: 1, jobs: [{ needs: "cpus:2", runs: 30 }] };
    const seenEvery = async (interval: number) => {
      const sketch = beside(climbing, { interference: { interval }, frameworks: [web as FrameworkSketch, batch] });
      return Number((await endOf(sketch))?.split(" ")[0]);
    };
    expect(await seenEvery(0.1)).toBeCloseTo(42, 0);
    expect(await seenEvery(1)).toBeCloseTo(41.6, 0);
    // At 20 s it is 3/4, of which nothing is seen before.
    expect(await seenEvery(20)).toBeCloseTo(20 + (30 - 19 * (79 / 80)) / 0.75, 1);
  });

  test("needs all is not slowed where nothing interferes", async () => {
    const { interference: _, ...plain } = beside([[0, 1]]);
    expect(await endOf(plain)).toBe("41 finished batch-1");
    expect(await endOf({ ...plain, interference: { cpus: "none" } })).toBe("41 finished batch-1");
  });

  test("is killed has the cpus for itself at once", async () => {
    const sketch: PlanSketch = {
      agents: { a1: "cpus:4" },
      interference: {},
      frameworks: [
        { name: "long", roles: ["prod"], usage: { cpus: [[0, 1]] }, jobs: [{ needs: "cpus:4", runs: 21 }] },
        { name: "batch", revocable: true, startsAt: 1, jobs: [{ needs: "cpus:2", runs: 40 }] },
      ],
    };
    // 20 s at a hundredth are 0.2 s of work.
    expect((await observe(clusterPlan(sketch), greedy(), 1, lending())).told("finished")).toEqual([
      "21 finished long-1",
      "60.8 finished batch-1",
    ]);
  });
});

describe("regular tasks", () => {
  test("that use more than they were given share what there is, in proportion", async () => {
    const sketch: PlanSketch = {
      interference: {},
      frameworks: [
        {
          name: "f",
          usage: { cpus: [[0, 2]] },
          jobs: [
            { needs: "cpus:1", runs: 10 },
            { needs: "cpus:3", runs: 10 },
          ],
        },
      ],
    };
    const seen = await observe(clusterPlan(sketch), greedy());
    expect(seen.told("finished")).toEqual(["20 finished f-1", "20 finished f-2"]);
  });

  test("are not slowed by revocable ones", async () => {
    const sketch = beside([[0, 1]], ALONE);
    const seen = await observe(
      clusterPlan({
        ...sketch,
        frameworks: [
          { name: "web", roles: ["prod"], jobs: [{ needs: "cpus:4", runs: 50 }] },
          ...(sketch.frameworks ?? []).slice(1),
        ],
      }),
      greedy(),
      1,
      lending(),
    );
    expect(seen.told("finished")[0]).toBe("50 finished web-1");
  });
});

describe("an agent whose tasks use more memory than it has", () => {
  const hungry = (name: string, at: number, mem: Points, revocable: boolean): FrameworkSketch => ({
    name,
    startsAt: at,
    revocable,
    usage: { mem },
    jobs: [{ needs: revocable ? "cpus:1;mem:30" : "cpus:1;mem:40", runs: 100 }],
  });
  const sketch = (frameworks: readonly FrameworkSketch[], more: PlanSketch = {}): PlanSketch => ({
    agents: { a1: "cpus:2;cpus{REV}:2;mem:100" },
    interference: {},
    duration: 60,
    frameworks,
    ...more,
  });
  const GREEDY: Points = [
    [0, 1],
    [10, 1],
    [10, 2],
  ];

  test("kills its revocable tasks first, the latest start first, and no more than need be", async () => {
    const three = (old: Points) => [
      hungry("old", 0, old, false),
      hungry("v", 1, [[0, 1]], true),
      hungry("w", 3, [[0, 1]], true),
    ];
    const kills = async (old: Points) => {
      const plan = sketch(three(old), { agents: { a1: "cpus:1;cpus{REV}:2;mem:100" }, duration: 10.5 });
      return (await observe(clusterPlan(plan), greedy())).told("killed");
    };
    const from10 = (share: number): Points => [
      [0, 1],
      [10, 1],
      [10, share],
    ];
    expect(await kills([[0, 1]])).toEqual([]);
    expect(await kills(from10(1.75))).toEqual(["10 killed w-1 outOfMemory placed"]);
    expect(await kills(from10(2))).toEqual(["10 killed w-1 outOfMemory placed", "10 killed v-1 outOfMemory placed"]);
  });

  test("without revocable tasks kills who uses more than it was given, which waits before it starts again", async () => {
    const plan = sketch([hungry("old", 0, [[0, 1]], false), hungry("greedy", 1, GREEDY, false)]);
    const seen = await observe(clusterPlan(plan), greedy());
    expect(seen.told("killed", "status")).toEqual([
      "11 status greedy-1 TASK_FAILED CONTAINER_LIMITATION_MEMORY the tasks of the agent used more memory than it has",
      "11 killed greedy-1 outOfMemory placed",
      "22 status greedy-1 TASK_FAILED CONTAINER_LIMITATION_MEMORY the tasks of the agent used more memory than it has",
      "22 killed greedy-1 outOfMemory placed",
      "34 status greedy-1 TASK_FAILED CONTAINER_LIMITATION_MEMORY the tasks of the agent used more memory than it has",
      "34 killed greedy-1 outOfMemory placed",
      "48 status greedy-1 TASK_FAILED CONTAINER_LIMITATION_MEMORY the tasks of the agent used more memory than it has",
      "48 killed greedy-1 outOfMemory placed",
    ]);
    // It waits 1, 2, 4 s before it starts again.
    expect(seen.told("started").map((line) => line.split(" ")[0])).toEqual(["0", "1", "12", "24", "38", "56"]);
  });

  test("kills what is in a container alike", async () => {
    const modules = new PlainParticipants({
      selection: { qosController: "org_qos" },
      modules: { QoSController: { org_qos: () => ({ initialize: () => null, corrections: () => [] }) } },
    });
    const plan = sketch([hungry("old", 0, [[0, 1]], false), hungry("greedy", 1, GREEDY, false)], { duration: 13 });
    const seen = await observe(clusterPlan(plan), greedy(), 1, modules);
    expect(seen.told("killed")).toEqual(["11 killed greedy-1 outOfMemory placed"]);
    expect(seen.told("status").filter((line) => line.includes("FAILED"))).toEqual([
      "11 status greedy-1 TASK_FAILED CONTAINER_LIMITATION_MEMORY the tasks of the agent used more memory than it has",
    ]);
    expect(seen.told("started").map((line) => line.split(" ")[0])).toEqual(["0", "1", "12"]);
  });

  test("leaves all alone where nothing interferes", async () => {
    const plan = sketch([hungry("greedy", 0, [[0, 3]], false)], { interference: { mem: "none" } });
    expect((await observe(clusterPlan(plan), greedy())).told("killed")).toEqual([]);
  });
});
