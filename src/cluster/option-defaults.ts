import { MICROS_PER_SECOND } from "../base/time.js";
import type { AllocatorOptionsPlan } from "./plan.js";

/** Mesos' own defaults (facts: allocator section 1), but for weights, which count as documented. */
export const OPTION_DEFAULTS: AllocatorOptionsPlan = {
  allocationInterval: MICROS_PER_SECOND,
  agentOrder: "id",
  roleSorter: "drf",
  frameworkSorter: "drf",
  minAllocatable: ["cpus:0.01", "mem:32"],
  fairnessExclude: [],
  countLentInShares: true,
  filterGpuResources: true,
  domain: null,
  recoveryTimeout: 600 * MICROS_PER_SECOND,
  agentRecoveryFactor: 0.8,
  triggers: "settled",
  weightUpdates: "immediate",
};
