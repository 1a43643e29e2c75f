import { writeSync } from "node:fs";
import { AllocatorFailure } from "../allocator/failure.js";
import { FIRST_FILE_FD, serveParent } from "../run/child-work.js";
import { type Judge, openBattery, rulesOf } from "./batteries.js";
import type { BatteryJob, BatteryLine, Broken } from "./battery-job.js";
import { NoInstance } from "./instances/instance-place.js";
import { CREATED, type RuleName } from "./rule.js";
import { failedWith, type Verdict } from "./verdict.js";

/**
 * Tries one rule after the other. The verdicts stand in the file: a process that dies has told by then what it found. It
 * ends early when the module has ended its virtual machine, and when there is nothing to try.
 */
serveParent<BatteryJob, null>(async (job, recorder) => {
  const names = rulesOf(job.subject.kind);
  let judge: Judge | null = null;
  for (const rule of job.rules) {
    write({ rule, verdict: null });
    const verdict = await verdictOn(names[rule] as RuleName, async () => {
      judge ??= await openBattery(job, recorder);
      return judge(rule);
    });
    recorder.phase("running");
    write({ rule, verdict });
    const isLost = verdict.kind === "broken" || (rule === 0 && verdict.kind !== "passed");
    if (isLost) return null;
  }
  return null;
});

async function verdictOn({ rule }: RuleName, judge: () => Promise<Verdict>): Promise<Verdict | Broken> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof NoInstance) {
      return rule === CREATED && error.isRefusal
        ? { kind: "broken", reason: `loadFailed: ${error.message}` }
        : failedWith(error.message);
    }
    if (!(error instanceof AllocatorFailure)) throw error;
    const { kind, message } = error;
    return kind === "threw" || kind === "illegalDecision"
      ? failedWith(message)
      : { kind: "broken", reason: `${kind}: ${message}` };
  }
}

function write(line: BatteryLine): void {
  writeSync(FIRST_FILE_FD, `${JSON.stringify(line)}\n`);
}
