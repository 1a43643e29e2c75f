import type { Complaint } from "../base/bad-input.js";
import { DURATION_RULE, parseDuration } from "../base/time.js";
import { parseSize, SIZE_RULE } from "../scenario/resolve/size-value.js";
import type { RunLimits } from "../scenario/scenario.js";

export interface LimitFlagTexts {
  readonly callTimeout?: string;
  readonly memoryLimit?: string;
}

/** The limits that flags give; `none` lifts one. Those that are not given, or are wrong, are left out. */
export function readLimits(texts: LimitFlagTexts, complaints: Complaint[]): Partial<RunLimits> {
  const callMs = unlessNone(texts.callTimeout, (text) => callTimeout(text, complaints));
  const memoryBytes = unlessNone(texts.memoryLimit, (text) => readSize("--memory-limit", text, complaints));
  return { ...(callMs === undefined ? {} : { callMs }), ...(memoryBytes === undefined ? {} : { memoryBytes }) };
}

function unlessNone(text: string | undefined, read: (text: string) => number | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  return text === "none" ? null : read(text);
}

function callTimeout(text: string, complaints: Complaint[]): number | undefined {
  const micros = parseDuration(text);
  if (micros !== undefined && micros > 0) return micros / 1000;
  const rule = micros === undefined ? DURATION_RULE : "a limit is more than nothing";
  complaints.push({ place: "--call-timeout", value: text, rule, nextStep: "write it such as 30s" });
  return undefined;
}

/** Bytes; undefined when it is no size (then with a complaint). */
export function readSize(place: string, text: string, complaints: Complaint[]): number | undefined {
  const bytes = parseSize(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  const rule = bytes === undefined ? SIZE_RULE : "a limit is more than nothing";
  complaints.push({ place, value: text, rule, nextStep: "write it such as 2GB" });
  return undefined;
}
