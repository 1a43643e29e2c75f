import { type Micros, secondsToMicros } from "../../src/base/time.js";
import { type AgentProfile, plainProfile } from "../../src/cluster/agent-profile.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import type {
  AgentFault,
  AgentMaintenance,
  AgentPlan,
  AllocatorOptionsPlan,
  AuthenticationPlan,
  CheckpointPlan,
  ClusterPlan,
  CredentialPlan,
  FailoverPlan,
  FrameworkPlan,
  InterferencePlan,
  JobList,
  OversubscriptionPlan,
  PreferencesPlan,
  RecoveryPlan,
  RolePlan,
} from "../../src/cluster/plan.js";
import type { PreemptionRules } from "../../src/cluster/preemption-plan.js";
import { parseResourceText } from "../../src/cluster/resource-text.js";
import { usageProfile } from "../../src/cluster/usage-profile.js";

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
  readonly refined?: boolean;
  readonly shared?: boolean;
  readonly preferences?: PreferencesPlan;
  readonly startsAt?: number;
  readonly refuse?: number;
  readonly suppresses?: boolean;
  readonly reviveInterval?: number;
  readonly queue?: FrameworkPlan["queue"];
  readonly gangTimeout?: number;
  readonly inverseOffers?: FrameworkPlan["inverseOffers"];
  readonly requestWindow?: number;
  readonly jobs?: readonly JobSketch[];
  readonly partitionAware?: boolean;
  readonly credential?: CredentialPlan;
  readonly labels?: FrameworkPlan["labels"];
  /** By resource name: `[seconds after the start, share]`. */
  readonly usage?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly checkpoint?: { readonly every: number; readonly cost: number };
  readonly service?: { readonly instances: number; readonly needs: string };
  readonly containerizer?: "docker";
  /** How long its decisions take. */
  readonly decides?: readonly number[];
  readonly accepts?: {
    readonly atLeast?: string;
    readonly agents?: readonly string[];
    readonly afterDeclining?: number;
  };
  /** `for` null: for ever. */
  readonly hoards?: { readonly for: number | null; readonly upTo?: string };
  readonly reserves?: boolean;
  readonly revivesEvery?: number;
  /** What is not said of revocable resources stays as it was. */
  readonly failover?: { readonly at: number; readonly for?: number; readonly revocable?: boolean };
}

export interface PlanSketch {
  readonly agents?: Readonly<Record<string, string>>;
  /** By agent. */
  readonly profiles?: Readonly<Record<string, Partial<AgentProfile>>>;
  /** By agent. */
  readonly joins?: Readonly<Record<string, number>>;
  /** By agent: `[seconds, load]`. */
  readonly loads?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  /** By agent. */
  readonly credentials?: Readonly<Record<string, CredentialPlan>>;
  readonly authentication?: AuthenticationPlan;
  readonly oversubscription?: OversubscriptionPlan;
  readonly roles?: readonly RolePlan[];
  readonly frameworks?: readonly FrameworkSketch[];
  readonly faults?: readonly { readonly at: number; readonly agent: string; readonly lasts: number | null }[];
  readonly maintenance?: readonly MaintenanceSketch[];
  readonly pauses?: readonly { readonly at: number; readonly lasts: number }[];
  readonly recovery?: RecoveryPlan;
  readonly preemption?: PreemptionRules;
  readonly options?: Partial<AllocatorOptionsPlan>;
  readonly offerTimeout?: number;
  readonly duration?: number;
  readonly enforceContainerDiskQuota?: boolean;
  /** Its interval in seconds; what is not named is as a scenario's `interference: {}` has it. */
  readonly interference?: Partial<InterferencePlan>;
}

export interface MaintenanceSketch {
  readonly agent: string;
  readonly announced: number;
  readonly from: number;
  readonly lasts: number | null;
}

const OPTIONS: AllocatorOptionsPlan = { ...OPTION_DEFAULTS, minAllocatable: [] };

/** One agent `a1` of 4 cpus, no work, until all jobs have ended. */
export function clusterPlan(sketch: PlanSketch = {}): ClusterPlan {
  return {
    agents: Object.entries(sketch.agents ?? { a1: "cpus:4" }).map(([name, resources]) =>
      agentPlan(name, resources, sketch),
    ),
    roles: sketch.roles ?? [],
    frameworks: (sketch.frameworks ?? []).map(frameworkPlan),
    faults: (sketch.faults ?? []).map(faultPlan),
    ...(sketch.maintenance === undefined ? {} : { maintenance: sketch.maintenance.map(maintenancePlan) }),
    ...(sketch.pauses === undefined ? {} : { pauses: sketch.pauses.map(pausePlan) }),
    ...(sketch.recovery === undefined ? {} : { recovery: sketch.recovery }),
    ...(sketch.preemption === undefined ? {} : { preemption: { ...sketch.preemption, loops: {} } }),
    ...(sketch.authentication === undefined ? {} : { authentication: sketch.authentication }),
    ...(sketch.oversubscription === undefined ? {} : { oversubscription: sketch.oversubscription }),
    ...(sketch.interference === undefined ? {} : { interference: interferencePlan(sketch.interference) }),
    ...(sketch.enforceContainerDiskQuota === true ? { enforceContainerDiskQuota: true } : {}),
    options: { ...OPTIONS, ...sketch.options },
    offerTimeout: optionalMicros(sketch.offerTimeout),
    duration: optionalMicros(sketch.duration),
  };
}

function agentPlan(name: string, resources: string, { profiles, joins, loads, credentials }: PlanSketch): AgentPlan {
  const load = loads?.[name];
  const credential = credentials?.[name];
  const profile = profiles?.[name];
  const joinsAt = joins?.[name];
  return {
    name,
    resources: parseResourceText(resources),
    ...(profile === undefined ? {} : { profile: { ...plainProfile(name), ...profile } }),
    ...(joinsAt === undefined ? {} : { joinsAt: secondsToMicros(joinsAt) }),
    ...(load === undefined ? {} : { load: load.map(([at, value]) => ({ at: secondsToMicros(at), load: value })) }),
    ...(credential === undefined ? {} : { credential }),
  };
}

/** A framework of role `batch` that refuses for 5 s, suppresses when it has nothing to run, and revives at once. */
function frameworkPlan(sketch: FrameworkSketch): FrameworkPlan {
  return {
    name: sketch.name,
    roles: sketch.roles ?? ["batch"],
    capabilities: capabilitiesOf(sketch),
    ...(sketch.preferences === undefined ? {} : { preferences: sketch.preferences }),
    startsAt: secondsToMicros(sketch.startsAt ?? 0),
    refuse: secondsToMicros(sketch.refuse ?? 5),
    suppresses: sketch.suppresses ?? true,
    reviveInterval: secondsToMicros(sketch.reviveInterval ?? 0),
    queue: sketch.queue ?? "firstFit",
    gangTimeout: secondsToMicros(sketch.gangTimeout ?? 60),
    inverseOffers: sketch.inverseOffers ?? "accept",
    requestWindow: sketch.requestWindow ?? 10,
    ...(sketch.containerizer === undefined ? {} : { containerizer: sketch.containerizer }),
    ...(sketch.labels === undefined ? {} : { labels: sketch.labels }),
    ...(sketch.checkpoint === undefined ? {} : { checkpoint: checkpointPlan(sketch.checkpoint) }),
    ...(sketch.usage === undefined ? {} : { usage: usagePlan(sketch.usage) }),
    ...(sketch.credential === undefined ? {} : { credential: sketch.credential }),
    ...characterPlan(sketch),
    ...(sketch.failover === undefined ? {} : { failover: failoverPlan(sketch, sketch.failover) }),
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

function capabilitiesOf({
  revocable,
  shared,
  refined,
  partitionAware,
}: FrameworkSketch): FrameworkPlan["capabilities"] {
  return [
    "MULTI_ROLE",
    ...(revocable === true ? (["REVOCABLE_RESOURCES"] as const) : []),
    ...(shared === true ? (["SHARED_RESOURCES"] as const) : []),
    ...(refined === true ? (["RESERVATION_REFINEMENT"] as const) : []),
    ...(partitionAware === true ? (["PARTITION_AWARE"] as const) : []),
  ];
}

function failoverPlan(
  sketch: FrameworkSketch,
  { at, for: lasts = 0, revocable = sketch.revocable ?? false }: NonNullable<FrameworkSketch["failover"]>,
): FailoverPlan {
  const capabilities = capabilitiesOf({ ...sketch, revocable });
  return { at: secondsToMicros(at), duration: secondsToMicros(lasts), capabilities };
}

function characterPlan(sketch: FrameworkSketch): Pick<FrameworkPlan, "character"> {
  const { decides, accepts, hoards, reserves, revivesEvery } = sketch;
  if ([decides, accepts, hoards, reserves, revivesEvery].every((trait) => trait === undefined)) return {};
  const { atLeast = "", agents = null, afterDeclining = 0 } = accepts ?? {};
  const upTo = hoards?.upTo === undefined ? null : parseResourceText(hoards.upTo);
  return {
    character: {
      ...(decides === undefined ? {} : { decisionTimes: Float64Array.from(decides, secondsToMicros) }),
      ...(accepts === undefined ? {} : { accepts: { atLeast: parseResourceText(atLeast), agents, afterDeclining } }),
      ...(hoards === undefined ? {} : { hoards: { duration: optionalMicros(hoards.for ?? undefined), upTo } }),
      ...(reserves === undefined ? {} : { reserves }),
      ...(revivesEvery === undefined ? {} : { revivesEvery: secondsToMicros(revivesEvery) }),
    },
  };
}

function interferencePlan({ interval = 10, ...more }: Partial<InterferencePlan>): InterferencePlan {
  return { cpus: "throttle", mem: "kill", ...more, interval: secondsToMicros(interval) };
}

function checkpointPlan({ every, cost }: NonNullable<FrameworkSketch["checkpoint"]>): CheckpointPlan {
  return { every: secondsToMicros(every), cost: secondsToMicros(cost) };
}

function usagePlan(usage: NonNullable<FrameworkSketch["usage"]>): NonNullable<FrameworkPlan["usage"]> {
  const profile = (points: readonly (readonly [number, number])[]) => [
    usageProfile(points.map(([after, share]) => ({ after: secondsToMicros(after), share }))),
  ];
  return new Map(Object.entries(usage).map(([name, points]) => [name, profile(points)]));
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

function maintenancePlan({ agent, announced, from, lasts }: MaintenanceSketch): AgentMaintenance {
  const duration = optionalMicros(lasts ?? undefined);
  return { agent, announcedAt: secondsToMicros(announced), from: secondsToMicros(from), duration };
}

function pausePlan({ at, lasts }: { at: number; lasts: number }) {
  return { at: secondsToMicros(at), duration: secondsToMicros(lasts) };
}

function optionalMicros(seconds: number | undefined): Micros | null {
  return seconds === undefined ? null : secondsToMicros(seconds);
}
