import fc from "fast-check";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import type { AllocatorOptionsPlan } from "../../src/cluster/plan.js";

/** Every way in which the built-in can be set up. */
export const anyOptions: fc.Arbitrary<AllocatorOptionsPlan> = fc
  .record({
    allocationInterval: fc.constantFrom(1_000_000, 2_000_000),
    agentOrder: fc.constantFrom("id", "shuffle"),
    roleSorter: fc.constantFrom("drf", "random"),
    minAllocatable: fc.constantFrom(["cpus:0.01", "mem:32"], ["cpus:1;mem:256"], []),
    fairnessExclude: fc.constantFrom([], ["gpus"]),
    countLentInShares: fc.boolean(),
    filterGpuResources: fc.boolean(),
    triggers: fc.constantFrom("settled", "batched"),
    weightUpdates: fc.constantFrom("cached", "immediate"),
    recoveryTimeout: fc.constantFrom(3_000_000, 600_000_000),
  })
  .map((options) => ({ ...OPTION_DEFAULTS, ...options, frameworkSorter: options.roleSorter }));

/** Those in which nothing is drawn at random, so that an allocator's past leaves no trace in its random numbers. */
export const drawnNowhere: fc.Arbitrary<AllocatorOptionsPlan> = anyOptions.map((options) => {
  return { ...options, agentOrder: "id", roleSorter: "drf", frameworkSorter: "drf" };
});

export const anySeed: fc.Arbitrary<number> = fc.integer({ min: 0, max: 2 ** 32 - 1 });
