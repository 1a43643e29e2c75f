import { describe, expect, it } from "vitest";
import type { PlanSketch } from "../simulator/cluster-plans.js";
import { simulatedMetrics } from "./simulated-metrics.js";

/** A task of 100 s on 2 cpus whose agent is lost when it has run for 65 s. */
function lost(checkpoint?: { every: number; cost: number }): PlanSketch {
  return {
    agents: { a1: "cpus:2" },
    frameworks: [{ name: "f", jobs: [{ runs: 100, needs: "cpus:2" }], ...(checkpoint ? { checkpoint } : {}) }],
    faults: [{ at: 65, agent: "a1", lasts: 5 }],
  };
}

describe("checkpoints", () => {
  it("take away from the lost work what they saved, and are counted with what they took", async () => {
    const { metrics } = await simulatedMetrics(lost({ every: 30, cost: 2 }));
    // Complete at 32 and at 64; 40 s are left then, with one more.
    expect(metrics["lostWork.cpuSeconds"]).toBe(2 * 1);
    expect(metrics["savedWork.cpuSeconds"]).toBe(2 * 64);
    expect(metrics["checkpoints.written"]).toBe(3);
    expect(metrics["checkpoints.cpuSeconds"]).toBe(2 * 3 * 2);
    expect(metrics["lostWork.share"]).toBeCloseTo(2 / (2 * (65 + 42)), 12);
    expect(metrics["savedWork.cpuSeconds{framework=f}"]).toBe(128);
    expect(metrics["savedWork.cpuSeconds{role=batch}"]).toBe(128);
  });

  it("of tasks that still run count, too", async () => {
    const { metrics } = await simulatedMetrics({ ...lost({ every: 10, cost: 0 }), faults: [], duration: 35 });
    expect(metrics["checkpoints.written"]).toBe(3);
  });

  it("are no figure where none are written, and all the work is lost", async () => {
    const { metrics, notComparable } = await simulatedMetrics(lost());
    expect(metrics["lostWork.cpuSeconds"]).toBe(2 * 65);
    expect(notComparable["checkpoints.written"]).toBe("no workload writes checkpoints");
    expect(metrics).not.toHaveProperty("checkpoints.written");
  });
});
