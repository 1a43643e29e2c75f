import { randomExponential } from "d3-random";
import { randomStream } from "../base/random.js";
import { secondsToMicros } from "../base/time.js";
import { OPTION_DEFAULTS } from "../cluster/option-defaults.js";
import type { ClusterPlan, FrameworkPlan, JobList } from "../cluster/plan.js";
import { parseResourceText } from "../cluster/resource-text.js";
import { FRAMEWORK_DEFAULTS, numbered } from "./plan-defaults.js";

export interface LanguagePlanSize {
  readonly agents: number;
  /** Half of them in the guaranteed role, half in the other. */
  readonly frameworks: number;
  readonly minutes: number;
}

/** Part of the cluster that is guaranteed to the first role. */
const GUARANTEED = 0.6;
const CPUS_PER_AGENT = 16;
const MEM_PER_CPU = 4096;
const CPUS_PER_TASK = 4;
const MEAN_MINUTES = 8;

/**
 * A cluster that gives an allocator that lends something to do in most cycles: a guaranteed role whose work comes and
 * goes, and another one with more work than there is room for, which takes revocable resources.
 */
export function languagePlan({ agents, frameworks, minutes }: LanguagePlanSize, seed: number): ClusterPlan {
  const total = parseResourceText(`cpus:${CPUS_PER_AGENT};mem:${CPUS_PER_AGENT * MEM_PER_CPU}`);
  const guarantees = total.map((entry) => ({ ...entry, milli: Math.floor(entry.milli * agents * GUARANTEED) }));
  const slots = (agents * CPUS_PER_AGENT) / CPUS_PER_TASK;
  const jobs = Math.ceil((slots * minutes) / MEAN_MINUTES / frameworks);
  return {
    agents: numbered("agent", agents).map((name) => ({ name, resources: total })),
    roles: [{ name: "guaranteed", weight: 1, quota: { guarantees, limits: [] } }],
    frameworks: numbered("framework", frameworks).map((name, i): FrameworkPlan => {
      const isGuaranteed = i % 2 === 0;
      return {
        ...FRAMEWORK_DEFAULTS,
        name,
        roles: [isGuaranteed ? "guaranteed" : "spare"],
        capabilities: ["MULTI_ROLE", "REVOCABLE_RESOURCES"],
        // The guaranteed half brings less than its share, so that there is something to lend.
        workload: { kind: "jobs", jobs: jobList(isGuaranteed ? Math.ceil(jobs / 2) : jobs, minutes, seed, name) },
      };
    }),
    faults: [],
    options: OPTION_DEFAULTS,
    offerTimeout: null,
    duration: secondsToMicros(60 * minutes),
  };
}

/** One task each, at times that are spread evenly at random. */
function jobList(jobs: number, minutes: number, seed: number, name: string): JobList {
  const random = randomStream(seed, name);
  const runs = randomExponential.source(random)(1 / (60 * MEAN_MINUTES));
  return {
    shapes: [parseResourceText(`cpus:${CPUS_PER_TASK};mem:${CPUS_PER_TASK * MEM_PER_CPU}`)],
    submittedAt: Float64Array.from({ length: jobs }, () => secondsToMicros(random() * 60 * minutes)).sort(),
    duration: Float64Array.from({ length: jobs }, () => secondsToMicros(1 + runs())),
    shape: new Int32Array(jobs),
    tasks: new Int32Array(jobs).fill(1),
    gang: new Uint8Array(jobs),
    estimate: new Float64Array(jobs).fill(-1),
  };
}
