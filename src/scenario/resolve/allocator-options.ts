import { MICROS_PER_SECOND } from "../../base/time.js";
import type { AllocatorOptionsPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readPositiveDuration } from "./duration-value.js";
import { formatEntries, readPlainResources } from "./resources-value.js";

/** Mesos' own: less than this on an agent is not worth an offer. */
const DEFAULT_MIN_ALLOCATABLE = ["cpus:0.01", "mem:32"];

/** The allocator's options at the top of a scenario, with Mesos' defaults. */
export function readAllocatorOptions(root: Cursor): AllocatorOptionsPlan {
  const min = root.get("minAllocatable");
  return {
    allocationInterval: readPositiveDuration(root.get("allocationInterval")) ?? MICROS_PER_SECOND,
    agentOrder: root.get("agentOrder").text === "shuffle" ? "shuffle" : "id",
    ...readSorters(root.get("roleSorter"), root.get("frameworkSorter")),
    minAllocatable: min.present ? min.items.flatMap(readAlternative) : DEFAULT_MIN_ALLOCATABLE,
    fairnessExclude: root.get("fairnessExclude").items.flatMap((item) => item.text ?? []),
    filterGpuResources: root.get("filterGpuResources").boolean ?? true,
    weightUpdates: root.get("weightUpdates").text === "cached" ? "cached" : "immediate",
  };
}

/** Both alike (facts: allocator section 1); one that is not given is `drf`. */
function readSorters(role: Cursor, framework: Cursor): Pick<AllocatorOptionsPlan, "roleSorter" | "frameworkSorter"> {
  const sorters = { roleSorter: readSorter(role), frameworkSorter: readSorter(framework) };
  const areSound = [role, framework].every((sorter) => sorter.present || sorter.absent);
  if (areSound && sorters.roleSorter !== sorters.frameworkSorter) {
    const [random, other, name] =
      sorters.roleSorter === "random" ? [role, framework, "frameworkSorter"] : [framework, role, "roleSorter"];
    const nextStep = `${other.present ? "write" : "add"} ${name}: random, or leave both out`;
    random.complain("roleSorter and frameworkSorter are both drf (the default) or both random", nextStep);
  }
  return sorters;
}

function readSorter(sorter: Cursor): "drf" | "random" {
  return sorter.text === "random" ? "random" : "drf";
}

function readAlternative(alternative: Cursor): string[] {
  const entries = readPlainResources(alternative);
  if (entries === undefined) return [];
  if (entries.length > 0) return [formatEntries(entries)];
  alternative.complain("an alternative of minAllocatable holds some resources", "write such as cpus:0.01");
  return [];
}
