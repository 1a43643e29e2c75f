import type { Timer } from "../timer.js";
import { cgroupsMem } from "./cgroups-mem.js";
import { diskDu } from "./disk-du.js";
import type { Isolator } from "./isolator.js";
import { isolatorOf } from "./isolator-of.js";
import { posixCpu, posixMem } from "./posix-isolator.js";
import type { UsageSource } from "./usage-source.js";

export interface BuiltInParts {
  readonly source: UsageSource;
  readonly timer: Timer;
  /** Mesos' --enforce_container_disk_quota */
  readonly enforceContainerDiskQuota: boolean;
}

/** The built-in isolators in the order in which they prepare, whatever the flag's order is (I1): filesystem, runtime, disk. */
export const BUILT_IN_ISOLATORS: ReadonlyMap<string, (parts: BuiltInParts) => Isolator> = new Map([
  ["filesystem/posix", () => isolatorOf("filesystem/posix", { supportsNesting: true, supportsStandalone: true })],
  ["posix/cpu", ({ source }: BuiltInParts) => posixCpu(source)],
  ["posix/mem", ({ source }: BuiltInParts) => posixMem(source)],
  ["cgroups/mem", ({ source, timer }: BuiltInParts) => cgroupsMem(source, timer)],
  [
    "disk/du",
    ({ source, timer, enforceContainerDiskQuota }: BuiltInParts) => diskDu(source, timer, enforceContainerDiskQuota),
  ],
]);
