import type { Allocator, AllocatorFactory } from "../allocator/allocator.js";
import type { FlightRecorder } from "./flight-record.js";
import { printToParent } from "./print-to-parent.js";

/** Says while the allocator's own code is being loaded: that time is limited, too. */
export function announced(create: AllocatorFactory, recorder: FlightRecorder): AllocatorFactory {
  return async (context) => {
    recorder.phase("loading");
    const allocator = await create(context);
    recorder.phase("running");
    return {
      triggers: allocator.triggers,
      decide: (t, events, candidates) => allocator.decide(t, events, candidates),
      gauges: () => allocator.gauges(),
      close: () => closeQuietly(allocator),
    };
  };
}

/** The process ends anyway: what goes wrong here must not hide what went wrong before. */
function closeQuietly(allocator: Allocator): void {
  try {
    allocator.close();
  } catch (error) {
    printToParent(`while the allocator was closed: ${(error as Error).message}`);
  }
}
