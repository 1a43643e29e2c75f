import type { Cursor } from "../document/cursor.js";
import { readDurationOrNone } from "../resolve/duration-value.js";
import { parseSize, SIZE_RULE } from "../resolve/size-value.js";
import { DEFAULT_LIMITS, type RunLimits } from "../scenario.js";

const MICROS_PER_MS = 1000;

/** The scenario's limits over the defaults. @param raised what flags say; goes before the scenario */
export function readLimits(limits: Cursor, raised: Partial<RunLimits>): RunLimits {
  const call = readDurationOrNone(limits.get("callTimeout"));
  const memory = readMemory(limits.get("memory"));
  return {
    callMs: call === undefined ? DEFAULT_LIMITS.callMs : call === null ? null : call / MICROS_PER_MS,
    memoryBytes: memory === undefined ? DEFAULT_LIMITS.memoryBytes : memory,
    ...raised,
  };
}

function readMemory(memory: Cursor): number | null | undefined {
  if (memory.text === undefined) return undefined;
  if (memory.text === "none") return null;
  const bytes = parseSize(memory.text);
  if (bytes !== undefined && bytes > 0) return bytes;
  memory.complain(`${SIZE_RULE}, or none`, "write it such as 1GB");
  return undefined;
}
