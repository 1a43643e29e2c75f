import { type Micros, secondsToMicros } from "../../src/base/time.js";
import type {
  AgentFault,
  AllocatorOptionsPlan,
  ClusterPlan,
  FrameworkPlan,
  JobList,
  RolePlan,
} from "../../src/cluster/plan.js";
import { parseResourceText } from "../../src/cluster/resource-text.js";

/** Times in these fixtures are seconds. */
export interface JobSketch {
  readonly at?: number;
  readonly runs?: number;
  readonly needs?: string;
  readonly tasks?: number;
  readonly gang?: boolean;
  readonly estimate?: number;
}

export interface FrameworkSketch {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly revocable?: boolean;
  readonly startsAt?: number;
  readonly refuse?: number;
  readonly suppresses?: boolean;
  readonly reviveInterval?: number;
  readonly queue?: FrameworkPlan["queue"];
  readonly gangTimeout?: number;
  readonly inverseOffers?: FrameworkPlan["inverseOffers"];
  readonly requestWindow?: number;
  readonly jobs?: readonly JobSketch[];
  readonly service?: { readonly instances: number; readonly needs: string };
}

export interface PlanSketch {
  readonly agents?: Readonly<Record<string, string>>;
  readonly roles?: readonly RolePlan[];
  readonly frameworks?: readonly FrameworkSketch[];
  readonly faults?: readonly { readonly at: number; readonly agent: string; readonly lasts: number | null }[];
  readonly options?: Partial<AllocatorOptionsPlan>;
  readonly offerTimeout?: number;
  readonly duration?: number;
}

const OPTIONS: AllocatorOptionsPlan = {
  allocationInterval: 1_000_000,
  agentOrder: "id",
  roleSorter: "drf",
  frameworkSorter: "drf",
  minAllocatable: [],
  fairnessExclude: [],
  filterGpuResources: true,
  weightUpdates: "immediate",
};

/** One agent `a1` of 4 cpus, no work, until all jobs have ended. */
export function clusterPlan(sketch: PlanSketch = {}): ClusterPlan {
  return {
    agents: Object.entries(sketch.agents ?? { a1: "cpus:4" }).map(([name, resources]) => ({
      name,
      resources: parseResourceText(resources),
    })),
    roles: sketch.roles ?? [],
    frameworks: (sketch.frameworks ?? []).map(frameworkPlan),
    faults: (sketch.faults ?? []).map(faultPlan),
    options: { ...OPTIONS, ...sketch.options },
    offerTimeout: optionalMicros(sketch.offerTimeout),
    duration: optionalMicros(sketch.duration),
  };
}

/** A framework of role `batch` that refuses for 5 s, suppresses when it has nothing to run, and revives at once. */
function frameworkPlan(sketch: FrameworkSketch): FrameworkPlan {
  return {
    name: sketch.name,
    roles: sketch.roles ?? ["batch"],
    capabilities: sketch.revocable === true ? ["MULTI_ROLE", "REVOCABLE_RESOURCES"] : ["MULTI_ROLE"],
    startsAt: secondsToMicros(sketch.startsAt ?? 0),
    refuse: secondsToMicros(sketch.refuse ?? 5),
    suppresses: sketch.suppresses ?? true,
    reviveInterval: secondsToMicros(sketch.reviveInterval ?? 0),
    queue: sketch.queue ?? "firstFit",
    gangTimeout: secondsToMicros(sketch.gangTimeout ?? 60),
    inverseOffers: sketch.inverseOffers ?? "accept",
    requestWindow: sketch.requestWindow ?? 10,
    workload:
      sketch.service === undefined
        ? { kind: "jobs", jobs: jobList(sketch.jobs ?? []) }
        : {
            kind: "service",
            instances: sketch.service.instances,
            resources: parseResourceText(sketch.service.needs),
          },
  };
}

/** Each job at 0, one task of 1 cpu that runs for 10 s, unless it says otherwise. */
function jobList(jobs: readonly JobSketch[]): JobList {
  const texts = [...new Set(jobs.map(needs))];
  return {
    shapes: texts.map((text) => parseResourceText(text)),
    submittedAt: Float64Array.from(jobs, (job) => secondsToMicros(job.at ?? 0)),
    duration: Float64Array.from(jobs, (job) => secondsToMicros(job.runs ?? 10)),
    shape: Int32Array.from(jobs, (job) => texts.indexOf(needs(job))),
    tasks: Int32Array.from(jobs, (job) => job.tasks ?? 1),
    gang: Uint8Array.from(jobs, (job) => (job.gang === true ? 1 : 0)),
    estimate: Float64Array.from(jobs, (job) => (job.estimate === undefined ? -1 : secondsToMicros(job.estimate))),
  };
}

function needs(job: JobSketch): string {
  return job.needs ?? "cpus:1";
}

function faultPlan(fault: { at: number; agent: string; lasts: number | null }): AgentFault {
  return { at: secondsToMicros(fault.at), agent: fault.agent, duration: optionalMicros(fault.lasts ?? undefined) };
}

function optionalMicros(seconds: number | undefined): Micros | null {
  return seconds === undefined ? null : secondsToMicros(seconds);
}
