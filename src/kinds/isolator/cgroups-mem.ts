import type { Timer } from "../timer.js";
import { boundedIsolator } from "./bounded-isolator.js";
import type { ResourceLimits } from "./container-config.js";
import type { Isolator } from "./isolator.js";
import { quantityIn, quantityText } from "./quantity.js";
import type { UsageSource } from "./usage-source.js";

/**
 * `cgroups/mem`: a container that uses more memory than its limit, or without one than its request, is ended (I9). A
 * container that requested none is measured only. As in Mesos an update raises the bound and never lowers it: a
 * container is not killed for what it was promised once.
 */
export function cgroupsMem(source: UsageSource, timer: Timer): Isolator {
  return boundedIsolator("cgroups/mem", source, timer, {
    resource: "memMiB",
    enforced: true,
    boundOf: (resources, limits, before) => raised(before, memoryBound(resources, limits)),
    limitation: (used, bound) => ({
      resources: `mem:${quantityText(used)}`,
      message: `requested ${quantityText(bound)} MiB, maximum used ${quantityText(used)} MiB`,
      reason: "CONTAINER_LIMITATION_MEMORY",
    }),
    statistics: (usage) => (usage === null ? {} : { memMiB: usage.memMiB }),
  });
}

/** MiB; null: no bound. */
function memoryBound(resources: string, limits: ResourceLimits): number | null {
  const { mem: limit } = limits;
  if (limit === "infinity") return null;
  return limit ?? quantityIn(resources, "mem");
}

function raised(before: number | null | undefined, bound: number | null): number | null {
  if (before === undefined) return bound;
  return before === null || bound === null ? null : Math.max(before, bound);
}
