import { expect, test } from "vitest";
import { failed } from "../../src/kinds/outcome.js";
import type { PlanSketch } from "../simulator/cluster-plans.js";
import { type DoublesSketch, doubles } from "../simulator/launch-doubles.js";
import { simulatedMetrics } from "./simulated-metrics.js";

async function metricsOf(sketch: PlanSketch, modules: DoublesSketch | null): Promise<Readonly<Record<string, number>>> {
  return (await simulatedMetrics(sketch, modules === null ? null : doubles(modules))).metrics;
}

test("failed launches, limitations and errors of hooks are counted, by role and by framework", async () => {
  let launches = 0;
  const metrics = await metricsOf(
    {
      agents: { a1: "cpus:4;mem:1024" },
      frameworks: [
        {
          name: "f",
          roles: ["prod"],
          usage: {
            mem: [
              [0, 0.5],
              [5, 0.5],
              [5, 2],
            ],
          },
          jobs: [{ needs: "cpus:1;mem:100" }],
        },
        { name: "g", startsAt: 1, jobs: [{ needs: "cpus:1;mem:100", runs: 1 }] },
      ],
      duration: 10,
    },
    {
      hooks: { h: () => ({ slavePostFetchHook: (_, complete) => complete(failed("no")) }) },
      isolation: "cgroups/mem,i",
      isolators: {
        i: () => ({
          prepare: (_, complete) => complete(launches++ === 0 ? failed("no") : { kind: "ready", value: null }),
        }),
      },
    },
  );
  expect(metrics).toMatchObject({
    "tasks.failed": 2,
    "tasks.failed{role=prod}": 2,
    "tasks.failed{framework=g}": 0,
    "launches.failed": 1,
    "containerLimitations.memory{framework=f}": 1,
    "containerLimitations.memory{role=batch}": 0,
    "containerLimitations.disk": 0,
    "containerLimitations.other": 0,
    "tasks.killed": 2,
    preemptions: 0,
    "hooks.errors": 3,
  });
});

const HALF: PlanSketch = {
  agents: { a1: "cpus:4;mem:100" },
  frameworks: [
    {
      name: "f",
      usage: {
        cpus: [
          [0, 0],
          [10, 1],
        ],
      },
      jobs: [{ needs: "cpus:2;mem:50", runs: 10 }],
    },
    { name: "g", jobs: [{ needs: "cpus:1;mem:10", runs: 10 }] },
  ],
  duration: 20,
};

test("what tasks used is told apart from what they held", async () => {
  const metrics = await metricsOf(HALF, null);
  expect(metrics["utilisation.cpus"]).toBe(30 / 80);
  // 2 cpus, half of them on average, for 10 s; and 1 cpu for 10 s.
  expect(metrics["utilisationUsed.cpus"]).toBe(20 / 80);
  expect(metrics["utilisationUsed.cpus{framework=g}"]).toBe(10 / 80);
  expect(metrics["utilisationUsed.mem"]).toBe(metrics["utilisation.mem"]);
});

test("a task uses nothing while its container is prepared, and what is cut off by the run's end counts", async () => {
  const isolators: DoublesSketch["isolators"] = {
    i: (timer) => ({
      prepare: (_, complete) => {
        timer.after(15e6, () => complete({ kind: "ready", value: null }));
      },
    }),
  };
  const metrics = await metricsOf(HALF, { isolators });
  // f holds 2 cpus for 20 s and runs for the last 5: from nothing to half.
  expect(metrics["utilisation.cpus{framework=f}"]).toBe(40 / 80);
  expect(metrics["utilisationUsed.cpus{framework=f}"]).toBe((2 * 5 * 0.25) / 80);
});
