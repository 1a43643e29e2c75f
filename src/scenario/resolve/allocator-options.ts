import { OPTION_DEFAULTS } from "../../cluster/option-defaults.js";
import type { AllocatorOptionsPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDomain } from "./domain-value.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";
import { readAlternatives } from "./min-allocatable.js";

/** The allocator's options at the top of a scenario, with Mesos' defaults. */
export function readAllocatorOptions(root: Cursor): AllocatorOptionsPlan {
  const min = root.get("minAllocatable");
  return {
    allocationInterval: readPositiveDuration(root.get("allocationInterval")) ?? OPTION_DEFAULTS.allocationInterval,
    agentOrder: root.get("agentOrder").text === "shuffle" ? "shuffle" : "id",
    ...readSorters(root.get("roleSorter"), root.get("frameworkSorter")),
    minAllocatable: min.present ? readAlternatives(min) : OPTION_DEFAULTS.minAllocatable,
    fairnessExclude: root.get("fairnessExclude").items.flatMap((item) => item.text ?? []),
    countLentInShares: root.get("countLentInShares").boolean ?? OPTION_DEFAULTS.countLentInShares,
    filterGpuResources: root.get("filterGpuResources").boolean ?? true,
    domain: readDomain(root.get("domain")),
    recoveryTimeout: readDuration(root.get("recoveryTimeout")) ?? OPTION_DEFAULTS.recoveryTimeout,
    agentRecoveryFactor: root.get("agentRecoveryFactor").number ?? OPTION_DEFAULTS.agentRecoveryFactor,
    triggers: root.get("triggers").text === "batched" ? "batched" : "settled",
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
