import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClusterPlan, JobList } from "../../../src/cluster/plan.js";
import { shakenPlan } from "../../../src/compare/execution/shaken-plan.js";
import { clusterPlan } from "../../simulator/cluster-plans.js";

const PLAN = clusterPlan({
  frameworks: [
    {
      name: "web",
      jobs: [
        { at: 10, runs: 100, estimate: 200 },
        { at: 10, runs: 50 },
        { at: 40, runs: 100 },
        { at: 41, runs: 1 },
      ],
    },
    {
      name: "batch",
      jobs: [
        { at: 10, runs: 100 },
        { at: 40, runs: 100 },
      ],
    },
    { name: "up", service: { instances: 2, needs: "cpus:1" } },
  ],
});

function jobsOf({ frameworks }: ClusterPlan, framework = 0): JobList {
  const workload = frameworks[framework]?.workload;
  if (workload?.kind !== "jobs") throw new Error("a framework without jobs");
  return workload.jobs;
}

function gaps(times: ArrayLike<number>): number[] {
  return Array.from(times, (at, i) => at - (i === 0 ? 0 : (times[i - 1] as number)));
}

describe("a shaken plan", () => {
  it("moves each gap between submissions, and each run time, by at most its part", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.double({ min: 0.001, max: 0.5, noNaN: true }), (seed, part) => {
        const [before, after] = [jobsOf(PLAN), jobsOf(shakenPlan(PLAN, part, seed))];
        for (const [i, gap] of gaps(before.submittedAt).entries()) {
          expect(Math.abs((gaps(after.submittedAt)[i] as number) - gap)).toBeLessThanOrEqual(part * gap + 1);
        }
        for (const [i, duration] of before.duration.entries()) {
          expect(Math.abs((after.duration[i] as number) - duration)).toBeLessThanOrEqual(part * duration + 1);
          expect(Number.isInteger(after.duration[i])).toBe(true);
        }
      }),
    );
  });

  it("does move something, another way with another seed, and the same way with the same", () => {
    const shaken = shakenPlan(PLAN, 0.05, 1);
    expect(jobsOf(shaken).duration).not.toEqual(jobsOf(PLAN).duration);
    expect(jobsOf(shaken).submittedAt).not.toEqual(jobsOf(PLAN).submittedAt);
    expect(shakenPlan(PLAN, 0.05, 1)).toEqual(shaken);
    expect(jobsOf(shakenPlan(PLAN, 0.05, 2)).duration).not.toEqual(jobsOf(shaken).duration);
  });

  it("keeps the order of submissions, and what is submitted together together", () => {
    const { submittedAt } = jobsOf(shakenPlan(PLAN, 0.5, 3));
    expect(submittedAt[0]).toBe(submittedAt[1]);
    expect([...submittedAt]).toEqual([...submittedAt].sort((a, b) => a - b));
  });

  it("leaves an estimate as wrong as it was", () => {
    const { duration, estimate } = jobsOf(shakenPlan(PLAN, 0.3, 4));
    expect((estimate[0] as number) / (duration[0] as number)).toBeCloseTo(2, 5);
    expect(estimate[1]).toBe(-1);
  });

  it("gives each framework numbers of its own, and leaves services and the given plan as they are", () => {
    const before = structuredClone(PLAN);
    const shaken = shakenPlan(PLAN, 0.3, 4);
    expect(jobsOf(shaken, 1).duration[0]).not.toBe(jobsOf(shaken, 0).duration[0]);
    expect(shaken.frameworks[2]).toEqual(PLAN.frameworks[2]);
    expect(PLAN).toEqual(before);
  });
});
