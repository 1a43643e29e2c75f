import type { AllocatorOptionsPlan } from "../cluster/plan.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { AllocatorOptions } from "./allocator.js";

/** The options as an allocator gets them. @throws ResourceTextError when `minAllocatable` was not checked before */
export function allocatorOptions(options: AllocatorOptionsPlan, keys: ResourceKeys): AllocatorOptions {
  return { ...options, minAllocatable: options.minAllocatable.map((text) => keys.parseQuantities(text)) };
}
