import { compareBytes } from "../base/byte-order.js";
import { createDirectory, type Directory } from "../cluster/directory.js";
import type { ClusterPlan, FrameworkPlan } from "../cluster/plan.js";
import { parseResourceText, type ResourceEntry, resourceKeyText } from "../cluster/resource-text.js";
import { DEFAULT_ROLE } from "../cluster/role-name.js";

/** Every name that a run of the plan will use, known before it starts: ids are the same whatever happens in the run. */
export function directoryOf(plan: ClusterPlan): Directory {
  const entries = distinctEntries(plan);
  const reservedTo = entries.flatMap((entry) => entry.reservation ?? []);
  const directory = createDirectory({
    agents: plan.agents.map((agent) => agent.name),
    frameworks: plan.frameworks.map((framework) => framework.name),
    roles: [
      DEFAULT_ROLE,
      ...plan.roles.map((role) => role.name),
      ...plan.frameworks.flatMap((framework) => framework.roles),
      ...reservedTo,
    ],
  });
  for (const entry of entries) directory.resourceKeys.intern(entry.name, entry.reservation, entry.revocable);
  return directory;
}

/** One entry for each resource key of the plan, in byte order of the keys. */
function distinctEntries(plan: ClusterPlan): ResourceEntry[] {
  const byText = new Map<string, ResourceEntry>();
  const collect = (entries: readonly ResourceEntry[]) => {
    for (const entry of entries) byText.set(resourceKeyText(entry.name, entry.reservation, entry.revocable), entry);
  };
  for (const agent of plan.agents) collect(agent.resources);
  for (const framework of plan.frameworks) for (const shape of shapesOf(framework)) collect(shape);
  for (const { quota } of plan.roles) if (quota !== null) collect([...quota.guarantees, ...quota.limits]);
  for (const alternative of plan.options.minAllocatable) collect(parseResourceText(alternative));
  return [...byText].sort((a, b) => compareBytes(a[0], b[0])).map(([, entry]) => entry);
}

/** The sizes of a framework's tasks. */
function shapesOf({ workload }: FrameworkPlan): readonly (readonly ResourceEntry[])[] {
  return workload.kind === "jobs" ? workload.jobs.shapes : [workload.resources];
}
