import { evenPlaces } from "./even-places.js";

/** So many agents are shown even where they have more stays than a chart takes. */
const LEAST_AGENTS = 4;

/** Ends that are no kill: all others are reasons. */
const OWN_ENDS: readonly string[] = ["finished", "running", "failed"];

/** @param end a bar's */
export function wasKilled(end: string): boolean {
  return !OWN_ENDS.includes(end);
}

/** One task's stay on one agent. */
export interface Stay {
  /** From 0 to before the number of agents. */
  readonly agent: number;
  /** In any unit. */
  readonly length: number;
  readonly wasKilled: boolean;
}

/** What a chart shows: indices, ascending. */
export interface GanttChoice {
  readonly agents: readonly number[];
  readonly stays: readonly number[];
  /** How many stays on these agents are not shown. */
  readonly staysLeftOut: number;
}

/**
 * As many agents, evenly spread, as can be shown with all their stays: where only the longest stays of all agents are shown,
 * busy agents look idle. Where the least number of agents has too many, those that were killed come first, and then the
 * longest; of equal ones the first.
 * @param count of stays @param most of them
 */
export function ganttChoice(agents: number, count: number, stay: (place: number) => Stay, most: number): GanttChoice {
  const room = Math.floor((agents * most) / Math.max(1, count));
  const shown = evenPlaces(agents, Math.max(LEAST_AGENTS, room));
  const isShown = new Set(shown);
  const theirs: number[] = [];
  for (let place = 0; place < count; place++) if (isShown.has(stay(place).agent)) theirs.push(place);
  if (theirs.length <= most) return { agents: shown, stays: theirs, staysLeftOut: 0 };
  const order = theirs.toSorted(
    (a, b) => Number(stay(b).wasKilled) - Number(stay(a).wasKilled) || stay(b).length - stay(a).length || a - b,
  );
  const kept = order.slice(0, most).sort((a, b) => a - b);
  return { agents: shown, stays: kept, staysLeftOut: theirs.length - kept.length };
}
