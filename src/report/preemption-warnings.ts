import { formatDuration, secondsToMicros } from "../base/time.js";
import type { AllocatorDocument } from "./run-document.js";

/** What people should know of a row's preemptions: who gets nowhere, and when nobody did. One line each. */
export function preemptionWarnings({ label, preemption, metrics }: AllocatorDocument): string[] {
  const { loops, livelocks } = preemption ?? { loops: [], livelocks: [] };
  const [worst] = loops;
  const inAll = metrics.preemptionLoops ?? loops.length;
  const others = inAll > 1 ? `; ${inAll} tasks are in one` : "";
  return [
    ...(worst === undefined
      ? []
      : [
          `${label}: ${worst.task} was preempted ${worst.preemptions} times in a row from ${span(worst)} and kept none of its work (a preemption loop${others})`,
        ]),
    ...livelocks.map(
      (livelock) => `${label}: from ${span(livelock)} tasks were preempted over and over, and none ended (a livelock)`,
    ),
  ];
}

function span({ fromSeconds, toSeconds }: { readonly fromSeconds: number; readonly toSeconds: number }): string {
  const rounded = (seconds: number) => formatDuration(secondsToMicros(Math.round(seconds)));
  return `${rounded(fromSeconds)} to ${rounded(toSeconds)}`;
}
