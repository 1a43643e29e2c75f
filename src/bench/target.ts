/** Something this program wants to be; never asserted, since it depends on the machine. */
export interface Target {
  readonly name: string;
  readonly unit: "us" | "ms" | "s" | "MB" | "MiB" | "GiB" | "%" | "times faster" | "times TypeScript";
  /** At most this, or for "times faster" at least this. */
  readonly bound: number;
  /** Null: not measured in this run. */
  readonly actual: number | null;
  readonly met: boolean | null;
}

/** @param measured null or undefined: not in this run */
export function judged(name: string, unit: Target["unit"], bound: number, measured: number | null | undefined): Target {
  const actual = measured ?? null;
  if (actual === null) return { name, unit, bound, actual, met: null };
  return { name, unit, bound, actual, met: unit === "times faster" ? actual >= bound : actual <= bound };
}
