import type { Command } from "commander";
import type { Complaint } from "../base/bad-input.js";
import { DURATION_RULE, parseDuration } from "../base/time.js";
import { parseSize, SIZE_RULE } from "../scenario/resolve/size-value.js";
import type { RunLimits } from "../scenario/scenario.js";

export interface LimitFlagTexts {
  readonly callTimeout?: string;
  readonly runTimeout?: string;
  readonly stepLimit?: string;
  readonly memoryLimit?: string;
  readonly outputLimit?: string;
  readonly stackLimit?: string;
}

type LimitFlag = keyof LimitFlagTexts;

export const LIMIT_FLAGS: Readonly<Record<LimitFlag, string>> = {
  callTimeout: "--call-timeout",
  runTimeout: "--run-timeout",
  stepLimit: "--step-limit",
  memoryLimit: "--memory-limit",
  outputLimit: "--output-limit",
  stackLimit: "--stack-limit",
};

/**
 * The flags of the commands that run foreign code.
 * @param caller what makes the calls that are limited, and what has a process of its own
 */
export function addLimitOptions(command: Command, caller: { readonly one: string; readonly process: string }): void {
  command
    .option("--call-timeout <duration>", `wall-clock limit of one call of ${caller.one}, or none (default: 10s)`)
    .option("--run-timeout <duration>", `wall-clock limit of ${caller.process}, or none (default: none)`)
    .option(
      "--step-limit <n>",
      "steps of a script in one call, where its language counts them, or none (default: none)",
    )
    .option("--memory-limit <size>", `memory limit of ${caller.process}, or none (default: 1GB)`)
    .option("--output-limit <size>", "what one call may print and answer, or none (default: 10MB)")
    .option("--stack-limit <size>", "stack of a script (default: as much as its virtual machine can bear)");
}

/** The limits that flags give; `none` lifts one. Those that are not given, or are wrong, are left out. */
export function readLimits(texts: LimitFlagTexts, complaints: Complaint[]): Partial<RunLimits> {
  const read = (
    flag: LimitFlag,
    parse: (place: string, text: string, complaints: Complaint[]) => number | undefined,
  ) => {
    const text = texts[flag];
    return text === undefined || text === "none" ? null : parse(LIMIT_FLAGS[flag], text, complaints);
  };
  const limits: readonly (readonly [LimitFlag, keyof RunLimits, number | null | undefined])[] = [
    ["callTimeout", "callMs", read("callTimeout", readMs)],
    ["runTimeout", "runMs", read("runTimeout", readMs)],
    ["stepLimit", "steps", read("stepLimit", readSteps)],
    ["memoryLimit", "memoryBytes", read("memoryLimit", readSize)],
    ["outputLimit", "outputBytes", read("outputLimit", readSize)],
    ["stackLimit", "stackBytes", read("stackLimit", readSize)],
  ];
  const given = limits.filter(([flag, , limit]) => texts[flag] !== undefined && limit !== undefined);
  return Object.fromEntries(given.map(([, name, limit]) => [name, limit]));
}

/** Milliseconds. */
function readMs(place: string, text: string, complaints: Complaint[]): number | undefined {
  const micros = parseDuration(text);
  if (micros !== undefined && micros > 0) return micros / 1000;
  const rule = micros === undefined ? DURATION_RULE : "a limit is more than nothing";
  complaints.push({ place, value: text, rule, nextStep: "write it such as 30s" });
  return undefined;
}

function readSteps(place: string, text: string, complaints: Complaint[]): number | undefined {
  const steps = /^\d+$/.test(text) ? Number(text) : 0;
  if (steps > 0 && Number.isSafeInteger(steps)) return steps;
  const rule = "a limit of steps is a whole number from 1 on";
  complaints.push({ place, value: text, rule, nextStep: "write it such as 10000000" });
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
