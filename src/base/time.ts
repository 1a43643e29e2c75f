/** Virtual time and durations: an integer number of microseconds (contract, section 3). */
export type Micros = number;

export const MICROS_PER_SECOND = 1_000_000;

const UNITS: Readonly<Record<string, Micros>> = {
  us: 1,
  ms: 1_000,
  s: 1_000_000,
  secs: 1_000_000,
  m: 60_000_000,
  min: 60_000_000,
  mins: 60_000_000,
  h: 3_600_000_000,
  hrs: 3_600_000_000,
  d: 86_400_000_000,
  days: 86_400_000_000,
  weeks: 604_800_000_000,
};

export const DURATION_RULE = "a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h)";

/**
 * Reads a duration such as `30s`, `1.5h`, `250ms`; Mesos' own unit names (`secs`, `mins`, `hrs`, `days`, `weeks`) are understood.
 *
 * @returns whole microseconds (rounded), or undefined when the text is no duration or beyond 2^53-1 microseconds.
 */
export function parseDuration(text: string): Micros | undefined {
  const match = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim());
  if (match === null) return undefined;
  const unit = UNITS[match[2] as string];
  if (unit === undefined) return undefined;
  const micros = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(micros) ? micros : undefined;
}

export function secondsToMicros(seconds: number): Micros {
  return Math.round(seconds * MICROS_PER_SECOND);
}

export function microsToSeconds(micros: Micros): number {
  return micros / MICROS_PER_SECOND;
}

const SHORT_UNITS: readonly (readonly [string, Micros])[] = [
  ["d", 86_400_000_000],
  ["h", 3_600_000_000],
  ["m", 60_000_000],
  ["s", 1_000_000],
  ["ms", 1_000],
  ["us", 1],
];

/** The shortest exact form, in the largest unit that divides it: `90000000` is `90s`, `60000000` is `1m`. */
export function formatDuration(micros: Micros): string {
  if (micros === 0) return "0s";
  for (const [unit, size] of SHORT_UNITS) {
    if (micros % size === 0) return `${micros / size}${unit}`;
  }
  return `${micros}us`;
}
