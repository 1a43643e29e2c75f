import { randomStream } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import type { ClusterPlan, FrameworkPlan, JobList } from "../../cluster/plan.js";

/**
 * The same cluster with its load shaken a little: each gap between two submissions of a framework, and each run time, is
 * multiplied by a number drawn from 1 - part to 1 + part (Tsafrir, Ouaknine, Feitelson: Reducing Performance Evaluation
 * Sensitivity and Variability by Input Shaking, MASCOTS 2007). The order of submissions stays; what was submitted together
 * stays together. An estimate is off as much as it was. The numbers depend on seed and framework alone, so that all
 * allocators meet the same load.
 *
 * @param part from 0 to 1
 */
export function shakenPlan(plan: ClusterPlan, part: number, seed: number): ClusterPlan {
  return { ...plan, frameworks: plan.frameworks.map((framework) => shakenFramework(framework, part, seed)) };
}

function shakenFramework(framework: FrameworkPlan, part: number, seed: number): FrameworkPlan {
  const { name, startsAt, workload } = framework;
  if (workload.kind !== "jobs") return framework;
  const factors = (quantity: string) => {
    const random = randomStream(seed, `shaken framework ${name}: ${quantity}`);
    return () => 1 + part * (2 * random() - 1);
  };
  const jobs = shakenJobs(workload.jobs, startsAt, factors("arrivals"), factors("durations"));
  return { ...framework, workload: { kind: "jobs", jobs } };
}

function shakenJobs(jobs: JobList, startsAt: Micros, nextGap: () => number, nextDuration: () => number): JobList {
  const submittedAt = jobs.submittedAt.slice();
  const duration = jobs.duration.slice();
  const estimate = jobs.estimate.slice();
  let before = startsAt;
  for (let job = 0; job < submittedAt.length; job++) {
    const [gapFactor, durationFactor] = [nextGap(), nextDuration()];
    const gap = (jobs.submittedAt[job] as number) - (job === 0 ? startsAt : (jobs.submittedAt[job - 1] as number));
    before += Math.round(gap * gapFactor);
    submittedAt[job] = before;
    duration[job] = Math.max(1, Math.round((jobs.duration[job] as number) * durationFactor));
    if ((jobs.estimate[job] as number) >= 0)
      estimate[job] = Math.round((jobs.estimate[job] as number) * durationFactor);
  }
  return { ...jobs, submittedAt, duration, estimate };
}
