import type { Micros } from "../base/time.js";
import type { JobList } from "../cluster/plan.js";
import type { ResourceEntry } from "../cluster/resource-text.js";

export interface Job {
  readonly submittedAt: Micros;
  readonly duration: Micros;
  /** Of one task, plain. */
  readonly resources: readonly ResourceEntry[];
  readonly tasks: number;
  readonly gang: boolean;
  /** Null: the user gave none. */
  readonly estimate: Micros | null;
}

/** Collects jobs, in any order, and lays them out as columns in order of submission (ties in order of adding). */
export class JobListBuilder {
  readonly #jobs: (Job & { readonly shape: number })[] = [];
  readonly #shapes: (readonly ResourceEntry[])[] = [];
  readonly #shapeIds = new Map<string, number>();

  get length(): number {
    return this.#jobs.length;
  }

  add(job: Job): void {
    this.#jobs.push({ ...job, shape: this.#shapeOf(job.resources) });
  }

  build(): JobList {
    const jobs = this.#jobs.sort((a, b) => a.submittedAt - b.submittedAt);
    return {
      shapes: this.#shapes,
      submittedAt: Float64Array.from(jobs, (job) => job.submittedAt),
      duration: Float64Array.from(jobs, (job) => job.duration),
      shape: Int32Array.from(jobs, (job) => job.shape),
      tasks: Int32Array.from(jobs, (job) => job.tasks),
      gang: Uint8Array.from(jobs, (job) => (job.gang ? 1 : 0)),
      estimate: Float64Array.from(jobs, (job) => job.estimate ?? -1),
    };
  }

  #shapeOf(resources: readonly ResourceEntry[]): number {
    const key = resources.map((entry) => `${entry.name}:${entry.milli}`).join(";");
    const known = this.#shapeIds.get(key);
    if (known !== undefined) return known;
    const id = this.#shapes.push(resources) - 1;
    this.#shapeIds.set(key, id);
    return id;
  }
}
