import { randomExponential, randomInt } from "d3-random";
import { type RandomSource, randomStream } from "../base/random.js";
import { type Micros, secondsToMicros } from "../base/time.js";
import { FRAMEWORK_DEFAULTS } from "../cluster/framework-defaults.js";
import { OPTION_DEFAULTS } from "../cluster/option-defaults.js";
import type { ClusterPlan, FrameworkPlan, JobList } from "../cluster/plan.js";
import { parseResourceText } from "../cluster/resource-text.js";
import { numbered } from "./numbered.js";

/** How large the simulated day is. */
export interface DaySize {
  readonly tasks: number;
  readonly agents: number;
  readonly frameworks: number;
  readonly roles: number;
  /** Tasks that arrive at one instant, on average. */
  readonly burst: number;
}

export const DAY: Micros = secondsToMicros(86_400);
const CPUS_PER_AGENT = 16;
const MEM_PER_CPU = 4096;
const SIZES = [1, 2, 4, 8];
const MEAN_LOAD = 0.9;
/** The longest task runs so much longer than the mean one, the shortest so much shorter. */
const LONGEST = 8;
const SHORTEST = 1 / 50;

/**
 * A day of a busy cluster: bursts of jobs at random times, tasks of 1 to 8 cpus, run times exponential. They are scaled
 * so that all tasks together ask for 90 % of what the agents' cpus can do in a day.
 */
export function dayPlan(size: DaySize, seed: number): ClusterPlan {
  const frameworks = numbered("framework", size.frameworks);
  const roles = numbered("role", size.roles);
  const tasks = shares(size.tasks, size.frameworks);
  const drafts = frameworks.map((name, i) => draftJobs(tasks[i] as number, size.burst, randomStream(seed, name)));
  const scale = scaleOf(drafts, size.agents);
  const total = parseResourceText(`cpus:${CPUS_PER_AGENT};mem:${CPUS_PER_AGENT * MEM_PER_CPU}`);
  return {
    agents: numbered("agent", size.agents).map((name) => ({ name, resources: total })),
    roles: roles.map((name) => ({ name, weight: 1, quota: null })),
    frameworks: frameworks.map((name, i): FrameworkPlan => {
      const jobs = jobList(drafts[i] as readonly DraftJob[], scale);
      return {
        ...FRAMEWORK_DEFAULTS,
        capabilities: ["MULTI_ROLE"],
        name,
        roles: [roles[i % roles.length] as string],
        workload: { kind: "jobs", jobs },
      };
    }),
    faults: [],
    options: { ...OPTION_DEFAULTS, allocationInterval: secondsToMicros(10) },
    offerTimeout: null,
    duration: DAY,
  };
}

/** Jobs of equal tasks; how long they run is relative to the mean. */
interface DraftJob {
  readonly at: Micros;
  readonly tasks: number;
  readonly shape: number;
  readonly runs: number;
}

const TASKS_PER_JOB = 10;

function draftJobs(tasks: number, burst: number, random: RandomSource): DraftJob[] {
  const bursts = Math.max(1, Math.round(tasks / burst));
  const times = Array.from({ length: bursts }, () => Math.floor(random() * DAY)).sort((a, b) => a - b);
  const sizes = shares(tasks, bursts);
  const shape = randomInt.source(random)(SIZES.length);
  const runs = randomExponential.source(random)(1);
  return times.flatMap((at, i) =>
    shares(sizes[i] as number, Math.ceil((sizes[i] as number) / TASKS_PER_JOB)).map((count) => ({
      at,
      tasks: count,
      shape: shape(),
      runs: Math.min(LONGEST, Math.max(SHORTEST, runs())),
    })),
  );
}

/** Microseconds for a relative run time of 1. */
function scaleOf(drafts: readonly (readonly DraftJob[])[], agents: number): number {
  let asked = 0;
  for (const jobs of drafts) {
    for (const { tasks, shape, runs } of jobs) asked += tasks * runs * (SIZES[shape] as number);
  }
  return (MEAN_LOAD * agents * CPUS_PER_AGENT * DAY) / asked;
}

function jobList(jobs: readonly DraftJob[], scale: number): JobList {
  return {
    shapes: SIZES.map((cpus) => parseResourceText(`cpus:${cpus};mem:${cpus * MEM_PER_CPU}`)),
    submittedAt: Float64Array.from(jobs, (job) => job.at),
    duration: Float64Array.from(jobs, (job) => Math.round(job.runs * scale)),
    shape: Int32Array.from(jobs, (job) => job.shape),
    tasks: Int32Array.from(jobs, (job) => job.tasks),
    gang: new Uint8Array(jobs.length),
    estimate: new Float64Array(jobs.length).fill(-1),
  };
}

/** A whole cut into so many parts that differ by one at most. */
function shares(whole: number, parts: number): number[] {
  return Array.from(
    { length: parts },
    (_, i) => Math.floor(((i + 1) * whole) / parts) - Math.floor((i * whole) / parts),
  );
}
