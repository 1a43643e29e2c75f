import { fstatSync, readSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type Guard, guardFor, guardOf } from "../run/allocator-guard.js";
import { type GuardedResult, runGuarded } from "../run/guarded-process.js";
import { ScratchFile } from "../run/scratch-file.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import { rulesOf } from "./batteries.js";
import type { BatteryJob, BatteryLine, Broken } from "./battery-job.js";
import type { BatterySubject } from "./battery-subject.js";
import { difference } from "./instances/common-rules.js";
import type { RuleName } from "./rule.js";
import { doesNotApply, failedWith, type Verdict } from "./verdict.js";

export interface BatterySetting extends Omit<BatteryJob, "subject" | "rules"> {
  /** Takes what the module prints. */
  readonly print: (line: string) => void;
}

/** What was made of one rule. */
export interface Judged extends RuleName {
  readonly verdict: Verdict | Broken;
}

/**
 * Puts a module to the battery of its kind, in processes of their own. Where one dies or hangs, that is the verdict on the
 * rule that it was at, and another process goes on with the rest.
 */
export async function runBattery(subject: BatterySubject, setting: BatterySetting): Promise<Judged[]> {
  const names = rulesOf(subject.kind);
  const verdicts = new Map<number, Verdict | Broken>();
  for (;;) {
    const left = [...names.keys()].filter((rule) => !verdicts.has(rule));
    if (left.length === 0) break;
    for (const [rule, verdict] of await tryRules(subject, left, setting)) verdicts.set(rule, verdict);
    const created = verdicts.get(0);
    if (created?.kind === "passed") continue;
    for (const rule of names.keys()) if (!verdicts.has(rule)) verdicts.set(rule, NOTHING_TO_TRY);
  }
  await tryAgain(subject, names, verdicts, setting);
  return names.map((name, rule) => ({ ...name, verdict: verdicts.get(rule) as Verdict | Broken }));
}

const NOTHING_TO_TRY = doesNotApply("there is no instance to try");

/** Some rules ask whether another process comes to the same, after the same that went before it: an instance was made. */
async function tryAgain(
  subject: BatterySubject,
  names: readonly RuleName[],
  verdicts: Map<number, Verdict | Broken>,
  setting: BatterySetting,
): Promise<void> {
  for (const [rule, { twice }] of names.entries()) {
    const first = verdicts.get(rule);
    if (twice !== true || first?.kind !== "passed") continue;
    const second = await verdictAlone(subject, rule, setting);
    verdicts.set(rule, second.kind === "passed" ? compared(first.answers ?? [], second.answers ?? []) : second);
  }
}

async function verdictAlone(subject: BatterySubject, rule: number, setting: BatterySetting): Promise<Verdict | Broken> {
  const verdicts = await tryRules(subject, [0, rule], setting);
  return verdicts.get(rule) ?? failedWith("another process does not come so far: no instance was made");
}

function compared(first: readonly string[], second: readonly string[]): Verdict {
  if (isDeepStrictEqual(first, second)) return { kind: "passed" };
  return failedWith(`two processes come to different answers: ${difference(first, second)}`);
}

/** At least one of the rules is settled, if only by the end of the process. */
async function tryRules(
  subject: BatterySubject,
  rules: readonly number[],
  { print, ...setting }: BatterySetting,
): Promise<Map<number, Verdict | Broken>> {
  const file = new ScratchFile();
  try {
    const job: BatteryJob = { subject, rules, ...setting };
    const { limits } = setting;
    const result = await runGuarded<null>({
      entry: "battery/battery-process.js",
      job,
      limits,
      files: [file.fd],
      ...guardOfSubject(subject, setting.luaEngine),
      print,
    });
    return verdictsIn(readLines(file.fd), result, rules);
  } finally {
    file.close();
  }
}

function guardOfSubject(subject: BatterySubject, luaEngine: LuaEngine): Guard {
  if (subject.kind === "Allocator") return guardOf(subject.allocator);
  return guardFor(subject.module === null ? [] : [subject.module.library], luaEngine);
}

function verdictsIn(
  lines: readonly BatteryLine[],
  result: GuardedResult<null>,
  rules: readonly number[],
): Map<number, Verdict | Broken> {
  const verdicts = new Map<number, Verdict | Broken>();
  for (const { rule, verdict } of lines) if (verdict !== null) verdicts.set(rule, verdict);
  if (result.kind === "answered") return verdicts;
  const { kind, message } = result.failure;
  // What a rule left behind may break the process after its verdict: then that verdict does not stand.
  const rule = lines.at(-1)?.rule ?? (rules[0] as number);
  return verdicts.set(rule, { kind: "broken", reason: `${kind}: ${message}` });
}

/** All lines that were written whole. */
function readLines(fd: number): readonly BatteryLine[] {
  const bytes = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, bytes, 0, bytes.length, 0);
  const lines = bytes.toString("utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as BatteryLine);
}
