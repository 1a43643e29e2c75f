import { describe, expect, test } from "vitest";
import { clusterPlan, type PlanSketch } from "../cluster-plans.js";
import { greedy } from "../greedy-allocator.js";
import { observe } from "../observed-simulation.js";
import { PlainParticipants } from "../plain-participants.js";

/** One task of 100 s whose agent is lost when it has run for 65 s, and comes back at once. */
const LOST: PlanSketch = {
  agents: { a1: "cpus:1" },
  frameworks: [{ name: "f", jobs: [{ runs: 100 }] }],
  faults: [{ at: 65, agent: "a1", lasts: 5 }],
};

const withCheckpoints = (every: number, cost: number, sketch: PlanSketch = LOST): PlanSketch => ({
  ...sketch,
  frameworks: (sketch.frameworks ?? []).map((framework) => ({ ...framework, checkpoint: { every, cost } })),
});

async function lifeOf(sketch: PlanSketch, modules: PlainParticipants | null = null): Promise<string[]> {
  const seen = await observe(clusterPlan(sketch), greedy(), 1, modules);
  return seen.told("started", "killed", "finished");
}

describe("a task that is killed", () => {
  test("begins anew when it saves nothing", async () => {
    expect(await lifeOf(LOST)).toEqual([
      "0 started f-1 a1 cpus:1",
      "65 killed f-1 agentLost placed",
      "70 started f-1 a1 cpus:1",
      "170 finished f-1",
    ]);
  });

  test("goes on with what its last checkpoint has", async () => {
    const life = await lifeOf(withCheckpoints(30, 2));
    // At 32 and at 64 a checkpoint was complete: 40 s of work are left, with one more checkpoint.
    expect(life.slice(2)).toEqual(["70 started f-1 a1 cpus:1", "112 finished f-1"]);
  });

  test("loses a checkpoint that was being written", async () => {
    const life = await lifeOf(withCheckpoints(30, 3));
    expect(life.slice(2)).toEqual(["70 started f-1 a1 cpus:1", "146 finished f-1"]);
  });

  test("goes on alike when it runs in a container", async () => {
    const modules = new PlainParticipants({
      selection: { qosController: "org_qos" },
      modules: { QoSController: { org_qos: () => ({ initialize: () => null, corrections: () => [] }) } },
    });
    const life = await lifeOf(withCheckpoints(30, 2), modules);
    expect(life.at(-1)).toBe("112 finished f-1");
  });

  test("in a gang goes on with its mates, each with its own", async () => {
    const gang = {
      ...LOST,
      agents: { a1: "cpus:1", a2: "cpus:1" },
      frameworks: [{ name: "f", jobs: [{ runs: 100, tasks: 2, gang: true }] }],
    };
    const life = await lifeOf(withCheckpoints(30, 2, gang));
    expect(life.filter((line) => line.includes("finished"))).toEqual(["112 finished f-1.1", "112 finished f-1.2"]);
  });
});
