import { DURATION_RULE, type Micros, parseDuration } from "../../base/time.js";
import type { Cursor } from "../document/cursor.js";
import { LONGEST_DURATION } from "../scenario.js";

const NEXT_STEP = "write it such as 30s";

/** A duration from 0 to `LONGEST_DURATION`; undefined when it is absent or wrong (then with a complaint). */
export function readDuration(cursor: Cursor): Micros | undefined {
  const text = cursor.text;
  if (text === undefined) return undefined;
  const micros = parseDuration(text);
  if (micros === undefined && !isBeyondCounting(text)) cursor.complain(DURATION_RULE, NEXT_STEP);
  else if (micros === undefined || micros > LONGEST_DURATION)
    cursor.complain("a duration is at most 100 years", NEXT_STEP);
  else if (micros < 0) cursor.complain("a duration may not be negative", NEXT_STEP);
  else return micros;
  return undefined;
}

/** A number with a unit, but of more microseconds than an integer holds. */
function isBeyondCounting(text: string): boolean {
  const unit = /^\d[\d.]*\s*([a-z]+)$/.exec(text.trim())?.[1];
  return unit !== undefined && parseDuration(`1${unit}`) !== undefined;
}

/** As `readDuration`, and not 0. */
export function readPositiveDuration(cursor: Cursor): Micros | undefined {
  const micros = readDuration(cursor);
  if (micros !== 0) return micros;
  cursor.complain("this duration is at least one microsecond", NEXT_STEP);
  return undefined;
}

/** As `readPositiveDuration`; null for `none`. */
export function readDurationOrNone(cursor: Cursor): Micros | null | undefined {
  return cursor.text === "none" ? null : readPositiveDuration(cursor);
}
