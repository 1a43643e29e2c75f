import type { GanttBar } from "../../../recording/run-charts.js";

/** The lane of each bar, in their order: bars of an agent that overlap in time lie in different lanes. */
export interface GanttLanes {
  readonly lanes: readonly number[];
  /** How many lanes each agent takes, at least 1. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Each bar gets the first lane of its agent that is free when it begins. */
export function ganttLanes(bars: readonly GanttBar[]): GanttLanes {
  const lanes = Array<number>(bars.length).fill(0);
  const busyUntil = new Map<number, number[]>();
  const order = bars.map((_, i) => i).sort((a, b) => startOf(bars, a) - startOf(bars, b) || a - b);
  for (const i of order) {
    const { agent, fromSeconds, toSeconds } = bars[i] as GanttBar;
    const ends = busyUntil.get(agent) ?? [];
    const free = ends.findIndex((end) => end <= fromSeconds);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = toSeconds;
    busyUntil.set(agent, ends);
    lanes[i] = lane;
  }
  return { lanes, counts: new Map([...busyUntil].map(([agent, ends]) => [agent, ends.length])) };
}

function startOf(bars: readonly GanttBar[], i: number): number {
  return (bars[i] as GanttBar).fromSeconds;
}
