import { compareBytes } from "../../base/byte-order.js";
import type { ClusterPlan, RecoveryPlan, RolePlan } from "../../cluster/plan.js";
import type { ResourceEntry } from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";
import type { ImportedTrace } from "../traces/imported-trace.js";
import { readAgents } from "./agent-plans.js";
import { readAllocatorOptions } from "./allocator-options.js";
import { readAuthentication } from "./authentication-plan.js";
import { readDurationOrNone, readPositiveDuration } from "./duration-value.js";
import { readFaults } from "./fault-plans.js";
import { type HopelessJobs, hopelessJobs } from "./feasibility.js";
import { readFrameworks } from "./framework-plans.js";
import { readInterference } from "./interference-plan.js";
import { areNamesReadable, type KnownNames } from "./known-names.js";
import { readMaintenance } from "./maintenance-plans.js";
import { readOversubscription } from "./oversubscription-plan.js";
import { readPreemption } from "./preemption-plan.js";
import { ResourceForms } from "./resource-forms.js";
import { formatEntries } from "./resources-value.js";
import { RoleNames } from "./role-names.js";
import { checkQuotaForms, readRoles } from "./role-plans.js";
import { UsageTraces } from "./usage/usage-traces.js";

export interface ResolvedCluster {
  readonly plan: ClusterPlan;
  readonly roles: KnownNames;
  readonly frameworks: KnownNames;
  /** What the user should know and need not mend. */
  readonly notes: readonly string[];
  /** SHA-256 of each file of usage over time that was read. */
  readonly usageDigests: Readonly<Record<string, string>>;
}

export interface ClusterSettings {
  readonly seed: number;
  /** The scenario's folder, absolute. */
  readonly folder: string;
}

/**
 * Everything in the document that describes the cluster, as a plan; its random numbers are drawn. Complaints go to the
 * cursor's defects: the plan is of use only when there are none.
 */
export function resolveCluster(
  root: Cursor,
  trace: ImportedTrace | null,
  { seed, folder }: ClusterSettings,
): ResolvedCluster {
  const duration = readPositiveDuration(root.get("duration")) ?? null;
  const listedRoles = readRoles(root.get("roles"));
  const traceRoles = trace === null ? [] : trace.frameworks.flatMap((framework) => framework.roles);
  const known = [...listedRoles.map((role) => role.name), ...traceRoles];
  const isTraceSound = root.defects.isSound(["trace"]);
  const roles = new RoleNames(known, !isTraceSound || !root.get("roles").present);
  const forms = new ResourceForms(entriesOf(trace));
  const ownAgents = readAgents(
    root.get("agents"),
    (trace?.agents ?? []).map((agent) => agent.name),
    { roles, forms, hasMasterDomain: !root.get("domain").absent },
  );
  checkQuotaForms(listedRoles, root.get("roles"), forms);
  const agents = [...(trace?.agents ?? []), ...ownAgents];
  const namesOf = (list: readonly { readonly name: string }[], isKnown: boolean): KnownNames =>
    isKnown && isTraceSound ? new Set(list.map(({ name }) => name)) : null;
  const agentNames = namesOf(agents, areNamesReadable(root.get("agents")));
  const taken = (trace?.frameworks ?? []).map((framework) => framework.name);
  const usageTraces = new UsageTraces(folder);
  const context = { seed, duration, roles, forms, usageTraces, agents: { plans: agents, names: agentNames } };
  const ownFrameworks = readFrameworks(root.get("frameworks"), taken, context);
  const frameworks = [...(trace?.frameworks ?? []), ...ownFrameworks];
  const { faults, pauses } = readFaults(root.get("faults"), agentNames);
  const maintenance = readMaintenance(root.get("maintenance"), agentNames);
  const recovery = readRecovery(root.get("recovery"), agents.length);
  const authentication = readAuthentication(root.get("authentication"), folder);
  const oversubscription = readOversubscription(root);
  const preemption = readPreemption(root.get("preemption"));
  const interference = readInterference(root.get("interference"));
  const options = readAllocatorOptions(root);
  const offerTimeout = readDurationOrNone(root.get("offerTimeout")) ?? null;
  const rolePlans = withNamedRoles(listedRoles, [...traceRoles, ...roles.named]);
  const plan = {
    agents,
    roles: rolePlans,
    frameworks,
    faults,
    ...(maintenance.length === 0 ? {} : { maintenance }),
    ...(pauses.length === 0 ? {} : { pauses }),
    ...(recovery === undefined ? {} : { recovery }),
    ...(authentication === undefined ? {} : { authentication }),
    ...(oversubscription === undefined ? {} : { oversubscription }),
    ...(preemption === undefined ? {} : { preemption }),
    ...(interference === undefined ? {} : { interference }),
    ...(root.get("enforceContainerDiskQuota").boolean === true ? { enforceContainerDiskQuota: true } : {}),
    options,
    offerTimeout,
    duration,
  };
  const names = {
    roles: namesOf(rolePlans, !root.defects.isFaulty(["roles"])),
    frameworks: namesOf(frameworks, areNamesReadable(root.get("frameworks"))),
  };
  const notes = [...(trace?.notes ?? []), ...checkWhole(plan, root)];
  return { plan, ...names, notes, usageDigests: usageTraces.digests };
}

/** What a trace measures: always scalars. */
function entriesOf(trace: ImportedTrace | null): ResourceEntry[] {
  if (trace === null) return [];
  const shapes = trace.frameworks.flatMap(({ workload }) => (workload.kind === "jobs" ? workload.jobs.shapes : []));
  return [...trace.agents.map((agent) => agent.resources), ...shapes].flat();
}

function readRecovery(recovery: Cursor, agents: number): RecoveryPlan | undefined {
  return recovery.isMap ? { expectedAgents: recovery.get("expectedAgents").number ?? agents } : undefined;
}

/** Roles that are named but not listed have weight 1 and no quota. */
function withNamedRoles(listed: readonly RolePlan[], named: readonly string[]): RolePlan[] {
  const known = new Set(listed.map((role) => role.name));
  const others = [...new Set(named)].filter((name) => !known.has(name)).sort(compareBytes);
  return [...listed, ...others.map((name) => ({ name, weight: 1, quota: null }))];
}

/** What only the whole can show. */
function checkWhole(plan: ClusterPlan, root: Cursor): string[] {
  const isEmpty = [isLacking(root, "agents"), isLacking(root, "frameworks")].includes(true);
  // About a cluster of which a part is broken the rest would be guesswork.
  if (isEmpty || !root.defects.isSound(["agents", "frameworks", "trace", "duration"])) return [];
  if (plan.duration === null && !plan.frameworks.some((framework) => hasJobs(framework.workload))) {
    root.complain("nothing ends this scenario: it has no jobs and no duration", "add duration: 1h", null);
  }
  const idle = plan.recovery !== undefined && plan.roles.every(({ quota }) => quota === null);
  return [...(idle ? [IDLE_RECOVERY] : []), ...hopelessJobs(plan).map(describeHopeless)];
}

const IDLE_RECOVERY = "recovery holds nothing off: no role has a quota (R1)";

/** Complains of a scenario that has none of these, and no trace that could bring some. */
function isLacking(root: Cursor, key: "agents" | "frameworks"): boolean {
  const list = root.get(key);
  const isFaulty = root.defects.isFaulty(list.path);
  if (isFaulty || list.items.length > 0 || !root.get("trace").absent) return false;
  root.complain(`a scenario needs ${key}`, `add ${key}: or a trace that brings some`, null);
  return true;
}

function hasJobs(workload: ClusterPlan["frameworks"][number]["workload"]): boolean {
  return workload.kind === "jobs" && workload.jobs.submittedAt.length > 0;
}

function describeHopeless({ framework, jobs, resources, together }: HopelessJobs): string {
  const many = together === 1 ? "" : ` times ${together} at once`;
  return `${jobs} job(s) of framework ${framework} can never start: the cluster has no room for ${formatEntries(resources)}${many}`;
}
