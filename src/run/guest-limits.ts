import type { GuestLimits } from "../runtimes/guest.js";
import type { RunLimits } from "../scenario/scenario.js";

/**
 * The guest's own memory limit stands below the process's, so that the guest gives way first: it can say where in the
 * script it was.
 */
export function guestLimits({ callMs, steps, memoryBytes, outputBytes, stackBytes }: RunLimits): GuestLimits {
  const ownBytes = memoryBytes === null ? null : Math.floor(memoryBytes * 0.6);
  return { callMs, steps, memoryBytes: ownBytes, outputBytes, stackBytes };
}
