import type { SwfJob } from "./swf-log.js";

export interface FilteredJobs {
  /** In order of submission. */
  readonly jobs: readonly SwfJob[];
  readonly notes: readonly string[];
}

/**
 * The filter behind published comparisons on this archive: jobs larger than the machine go; whichever of allocated and
 * requested processors is known stands for both; jobs without run time, estimate or submission go; a job that ran longer
 * than its estimate ends when the estimate does, as it would have been killed.
 *
 * @param machine processors
 */
export function filterStrong(jobs: readonly SwfJob[], machine: number): FilteredJobs {
  const fitting = jobs.filter((job) => job.allocated <= machine && job.requested <= machine);
  const whole = fitting
    .map(withProcessors)
    .filter((job) => job.processors > 0 && job.run > 0 && job.estimate > 0 && job.submitted >= 0);
  const cut = whole.filter((job) => job.estimate < job.run).length;
  const notes = [
    ...leftOut(jobs.length - fitting.length, jobs.length, `larger than the machine (${machine} processors)`),
    ...leftOut(fitting.length - whole.length, jobs.length, "without processors, run time, estimate or submission"),
    ...(cut > 0 ? [`${cut} jobs ran longer than their estimate and end when it does`] : []),
  ];
  return { jobs: inOrder(whole.map((job) => ({ ...job, run: Math.min(job.run, job.estimate) }))), notes };
}

/** Only jobs that could never run are left out; everything else is as recorded. */
export function filterMinimal(jobs: readonly SwfJob[], machine: number): FilteredJobs {
  const fitting = jobs.map(withProcessors).filter((job) => job.processors <= machine);
  const whole = fitting.filter((job) => job.processors > 0 && job.run > 0 && job.submitted >= 0);
  const notes = [
    ...leftOut(jobs.length - fitting.length, jobs.length, `larger than the machine (${machine} processors)`),
    ...leftOut(fitting.length - whole.length, jobs.length, "without processors, run time or submission"),
  ];
  return { jobs: inOrder(whole), notes };
}

function withProcessors(job: SwfJob): SwfJob {
  return { ...job, processors: job.requested > 0 ? job.requested : job.allocated };
}

function inOrder(jobs: SwfJob[]): SwfJob[] {
  return jobs.sort((a, b) => a.submitted - b.submitted);
}

function leftOut(count: number, total: number, why: string): string[] {
  return count === 0 ? [] : [`${count} of ${total} jobs are left out: ${why}`];
}
