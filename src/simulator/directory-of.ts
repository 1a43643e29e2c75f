import { compareBytes } from "../base/byte-order.js";
import { createDirectory, type Directory } from "../cluster/directory.js";
import type { AgentPlan, ClusterPlan, FrameworkPlan } from "../cluster/plan.js";
import { parseResourceText, type ResourceEntry, resourceKeyText } from "../cluster/resource-text.js";
import { DEFAULT_ROLE } from "../cluster/role-name.js";
import { BYTE_ORDER, permutedOrder } from "../cluster/tie-order.js";

/**
 * Every name that a run of the plan will use, known before it starts: ids are the same whatever happens in the run.
 * @param tieSeed in which other order equals stand; null: in the byte order of their names
 */
export function directoryOf(plan: ClusterPlan, tieSeed: number | null = null): Directory {
  const entries = distinctEntries(plan);
  const reservedTo = entries.flatMap((entry) => entry.reservations);
  const names = {
    agents: plan.agents.map((agent) => agent.name),
    frameworks: plan.frameworks.map((framework) => framework.name),
    roles: [
      DEFAULT_ROLE,
      ...plan.roles.map((role) => role.name),
      ...plan.frameworks.flatMap((framework) => framework.roles),
      ...reservedTo,
    ],
  };
  const directory = createDirectory(names, tieSeed === null ? BYTE_ORDER : permutedOrder(names, tieSeed));
  for (const entry of entries) directory.resourceKeys.intern(entry);
  for (const agent of inJoiningOrder(plan.agents)) numberItems(agent, directory);
  return directory;
}

function inJoiningOrder(agents: readonly AgentPlan[]): AgentPlan[] {
  const withItems = agents.filter(({ resources }) => resources.some((entry) => entry.items !== null));
  return withItems.sort((a, b) => (a.joinsAt ?? 0) - (b.joinsAt ?? 0) || compareBytes(a.name, b.name));
}

/**
 * Fixes which names are ranges and sets, and gives the members of sets their numbers in the order in which the run's journal
 * will name them: the lowest of an offer are then the same in a replay.
 */
function numberItems({ resources }: AgentPlan, { resourceKeys }: Directory): void {
  const asPrinted = resources
    .map((entry) => [resourceKeyText(entry), inByteOrder(entry)] as const)
    .sort((a, b) => compareBytes(a[0], b[0]));
  resourceKeys.fromEntries(asPrinted.map(([, entry]) => entry));
}

function inByteOrder(entry: ResourceEntry): ResourceEntry {
  if (entry.items?.kind !== "set") return entry;
  return { ...entry, items: { kind: "set", members: entry.items.members.toSorted(compareBytes) } };
}

/** One entry for each resource key of the plan, in byte order of the keys. */
function distinctEntries(plan: ClusterPlan): ResourceEntry[] {
  const byText = new Map<string, ResourceEntry>();
  const collect = (entries: readonly ResourceEntry[]) => {
    for (const entry of entries) byText.set(resourceKeyText(entry), entry);
  };
  const collectTexts = (texts: readonly string[]) => {
    for (const text of texts) collect(parseResourceText(text));
  };
  for (const agent of plan.agents) collect(agent.resources);
  for (const framework of plan.frameworks) {
    for (const shape of shapesOf(framework)) collect(shape);
    for (const alternatives of framework.preferences?.minAllocatable.values() ?? []) collectTexts(alternatives);
  }
  for (const { quota } of plan.roles) if (quota !== null) collect([...quota.guarantees, ...quota.limits]);
  collectTexts(plan.options.minAllocatable);
  return [...byText].sort((a, b) => compareBytes(a[0], b[0])).map(([, entry]) => entry);
}

/** The sizes of a framework's tasks. */
function shapesOf({ workload }: FrameworkPlan): readonly (readonly ResourceEntry[])[] {
  return workload.kind === "jobs" ? workload.jobs.shapes : [workload.resources];
}
