import type { Timer } from "../timer.js";
import { boundedIsolator } from "./bounded-isolator.js";
import type { Isolator } from "./isolator.js";
import { quantityIn, quantityText } from "./quantity.js";
import type { UsageSource } from "./usage-source.js";

/**
 * `disk/du`: measures what a container's sandbox takes of the disk, and ends one that takes more than its quota if quotas
 * are enforced (I9). Volumes are not the sandbox's.
 *
 * @param enforced Mesos' --enforce_container_disk_quota
 */
export function diskDu(source: UsageSource, timer: Timer, enforced: boolean): Isolator {
  return boundedIsolator("disk/du", source, timer, {
    resource: "diskMiB",
    enforced,
    boundOf: (resources) => quantityIn(resources, "disk"),
    limitation: (used, bound) => ({
      resources: `disk:${quantityText(bound)}`,
      message: `requested ${quantityText(bound)} MiB of disk, used ${quantityText(used)} MiB`,
      reason: "CONTAINER_LIMITATION_DISK",
    }),
    statistics: (usage, bound) => ({
      ...(usage !== null && { diskMiB: usage.diskMiB }),
      ...(bound !== null && { diskLimitMiB: bound }),
    }),
  });
}
