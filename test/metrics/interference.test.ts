import { describe, expect, it } from "vitest";
import type { PlanSketch } from "../simulator/cluster-plans.js";
import { simulatedMetrics } from "./simulated-metrics.js";

/** Two tasks of 10 s that would each use twice the two cpus that they were given, on four cpus. */
function crowded(more: PlanSketch = {}): PlanSketch {
  return {
    agents: { a1: "cpus:4;mem:100" },
    interference: {},
    frameworks: [
      {
        name: "f",
        usage: { cpus: [[0, 2]] },
        jobs: [
          { needs: "cpus:2;mem:50", runs: 10 },
          { needs: "cpus:2;mem:50", runs: 10 },
        ],
      },
    ],
    ...more,
  };
}

describe("interference", () => {
  it("is told as time, as cpu time and as stretch, by role and by framework", async () => {
    const { metrics } = await simulatedMetrics(crowded());
    expect(metrics["throttled.seconds"]).toBe(2 * 20);
    expect(metrics["throttled.cpuSeconds"]).toBe(2 * 20 * 2);
    expect(metrics["stretch.mean"]).toBe(2);
    expect(metrics["stretch.p95{role=batch}"]).toBe(2);
    expect(metrics["throttled.seconds{framework=f}"]).toBe(40);
    expect(metrics.memoryKills).toBe(0);
    expect(metrics["utilisation.cpus"]).toBeCloseTo(1, 12);
    // What was withheld was not used.
    expect(metrics["utilisationUsed.cpus"]).toBeCloseTo(1, 12);
  });

  it("counts what still runs at the end", async () => {
    const { metrics } = await simulatedMetrics(crowded({ duration: 6 }));
    expect(metrics["throttled.seconds"]).toBe(2 * 6);
    expect(metrics["throttled.cpuSeconds"]).toBe(2 * 6 * 2);
  });

  it("of memory is told as kills, failures and lost work", async () => {
    const [framework] = crowded().frameworks ?? [];
    const mem = [
      [0, 1],
      [4, 1],
      [4, 3],
    ] as const;
    const { metrics } = await simulatedMetrics(
      crowded({ frameworks: [{ ...framework, name: "f", usage: { mem } }], duration: 4.5 }),
    );
    expect(metrics.memoryKills).toBe(2);
    expect(metrics["tasks.killed"]).toBe(2);
    expect(metrics["tasks.failed"]).toBe(2);
    expect(metrics["containerLimitations.memory"]).toBe(2);
    expect(metrics["lostWork.cpuSeconds"]).toBe(2 * 2 * 4);
    expect(metrics.preemptions).toBe(0);
  });

  it("is no figure where nothing interferes, however much is used", async () => {
    const { interference: _, ...plain } = crowded();
    const { metrics, notComparable } = await simulatedMetrics(plain);
    expect(notComparable["throttled.seconds"]).toBe("the scenario has no interference");
    expect(notComparable["stretch.p95"]).toBe("the scenario has no interference");
    expect(metrics.makespan).toBe(10);
  });
});
