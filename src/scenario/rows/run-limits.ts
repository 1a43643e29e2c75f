import type { Cursor } from "../document/cursor.js";
import { readDurationOrNone } from "../resolve/duration-value.js";
import { parseSize, SIZE_RULE } from "../resolve/size-value.js";
import { DEFAULT_LIMITS, type RunLimits } from "../scenario.js";

const MICROS_PER_MS = 1000;

/** The scenario's limits over the defaults. @param raised what flags say; goes before the scenario */
export function readLimits(limits: Cursor, raised: Partial<RunLimits>): RunLimits {
  const given = {
    callMs: readMs(limits.get("callTimeout")),
    runMs: readMs(limits.get("runTimeout")),
    steps: readSteps(limits.get("steps")),
    memoryBytes: readBytes(limits.get("memory"), "1GB"),
    outputBytes: readBytes(limits.get("output"), "10MB"),
    stackBytes: readBytes(limits.get("stack"), "64KB"),
  };
  const isGiven = ([, limit]: [string, number | null | undefined]) => limit !== undefined;
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(Object.entries(given).filter(isGiven)), ...raised };
}

function readMs(duration: Cursor): number | null | undefined {
  const micros = readDurationOrNone(duration);
  return typeof micros === "number" ? micros / MICROS_PER_MS : micros;
}

function readSteps(steps: Cursor): number | null | undefined {
  return steps.text === "none" ? null : steps.number;
}

function readBytes(size: Cursor, example: string): number | null | undefined {
  if (size.text === undefined) return undefined;
  if (size.text === "none") return null;
  const bytes = parseSize(size.text);
  if (bytes !== undefined && bytes > 0) return bytes;
  size.complain(`${SIZE_RULE}, or none`, `write it such as ${example}`);
  return undefined;
}
