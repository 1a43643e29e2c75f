import { short } from "../../short-number.js";

/** A value in its unit: shares as per cent. */
export function written(value: number, unit: string): string {
  if (unit === "share") return `${(value * 100).toFixed(1)} %`;
  return unit === "" ? short(value) : `${short(value)} ${unit}`;
}

const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/** `0`, `30s`, `1h30m`, `2d`: the two largest units; below a second in milliseconds. */
export function duration(seconds: number): string {
  if (seconds === 0) return "0";
  if (seconds < 1) return `${short(seconds * 1000)}ms`;
  if (seconds < 10) return `${short(seconds)}s`;
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  let rest = Math.round(seconds);
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? "" : `${count}${unit}`;
  });
  return parts.join("");
}
