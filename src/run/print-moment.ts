import { type Micros, microsToSeconds } from "../base/time.js";
import { type FlightRecord, RUN_PHASES, type RunPhase } from "./flight-record.js";

/** When a process printed something, in its run's own terms. */
export interface PrintMoment extends Pick<FlightRecord, "phase" | "cycle" | "t"> {
  /** Whether the allocator was being asked; else it was a module beside it, or nobody's call. */
  readonly inCycle: boolean;
}

/** Takes what a process prints, line by line. */
export type Print = (line: string, moment: PrintMoment) => void;

/**
 * `cycle 12, 3.5s`: in the allocator's twelfth call, at 3.5 seconds of virtual time; `after cycle 12, 4s`: later, before its
 * next call; `loading`, `closing`. Empty where nothing of it was running.
 */
export function momentText({ phase, cycle, t, inCycle }: PrintMoment): string {
  if (phase === "starting") return "";
  if (phase !== "running") return phase;
  return `${cycleText(cycle, inCycle)}, ${secondsText(t)}`;
}

/** A line of a run as a person reads it: `lua| cycle 12, 3.5s| text`. */
export function printedLine(label: string, line: string, moment: PrintMoment): string {
  const when = momentText(moment);
  return when === "" ? `${label}| ${line}` : `${label}| ${when}| ${line}`;
}

function cycleText(cycle: number, inCycle: boolean): string {
  if (inCycle) return `cycle ${cycle}`;
  return cycle === 0 ? "before cycle 1" : `after cycle ${cycle}`;
}

function secondsText(t: Micros): string {
  return `${microsToSeconds(t)}s`;
}

/** On one line, without blanks. */
export function encodeMoment({ phase, cycle, t, inCycle }: PrintMoment): string {
  return `${RUN_PHASES.indexOf(phase)},${cycle},${t},${inCycle ? 1 : 0}`;
}

/** Undefined when the text is none. */
export function decodeMoment(text: string): PrintMoment | undefined {
  const match = /^(\d),(\d+),(\d+),([01])$/.exec(text);
  const phase = match === null ? undefined : (RUN_PHASES[Number(match[1])] as RunPhase | undefined);
  if (match === null || phase === undefined) return undefined;
  return { phase, cycle: Number(match[2]), t: Number(match[3]), inCycle: match[4] === "1" };
}
