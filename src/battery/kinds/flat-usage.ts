import type { Micros } from "../../base/time.js";
import type { ContainerUsage, UsageSource } from "../../kinds/isolator/usage-source.js";

const USAGE: ContainerUsage = { cpus: 0.5, memMiB: 100, diskMiB: 10 };

/** Every container uses the same all the time, within what it may. */
export class FlatUsage implements UsageSource {
  usage(): ContainerUsage {
    return USAGE;
  }

  nextCrossing(): Micros | null {
    return null;
  }

  onChange(): () => void {
    return () => {};
  }
}
