import { join } from "node:path";
import { writeWhole } from "../base/atomic-file.js";
import { type RuleLine, type Scorecard, statusOf } from "../report/scorecard.js";
import type { BatteryCandidate } from "./battery-candidate.js";
import { type BatterySetting, type Judged, runBattery } from "./run-battery.js";

export interface TestSetting extends BatterySetting {
  /** Where journals of failures are written. */
  readonly folder: string;
}

/** Puts one module to the battery of its kind. @throws BadInput when it turns out to be none of that kind */
export async function testModule(
  { name, kind, language, state }: BatteryCandidate,
  setting: TestSetting,
): Promise<Scorecard> {
  const known = { module: name, kind, language, skipped: null };
  switch (state.kind) {
    case "skipped":
      return { ...known, status: "skipped", skipped: state.reason, rules: [] };
    case "failed": {
      const reason = `${state.failure.kind}: ${state.failure.message}`;
      const line = { rule: "load", about: "it can be loaded", status: "broken", reason, journal: null } as const;
      return { ...known, status: "broken", rules: [line] };
    }
    case "ready": {
      const { folder, ...rest } = setting;
      const rules = (await runBattery(state.subject, rest)).map((judged) => lineOf(judged, name, folder));
      return { ...known, status: statusOf(rules), rules };
    }
  }
}

function lineOf({ rule, about, verdict }: Judged, module: string, folder: string): RuleLine {
  const line = { rule, about, status: verdict.kind, reason: null, journal: null };
  if (verdict.kind === "passed") return line;
  const { reason } = verdict;
  if (verdict.kind !== "failed" || verdict.journal === undefined) return { ...line, reason };
  const journal = join(folder, `${fileName(module)}-${rule}.jsonl`);
  writeWhole(journal, verdict.journal);
  return { ...line, reason, journal };
}

/** What may not stand in the name of a file becomes `_`. */
function fileName(module: string): string {
  const last = module.split("/").at(-1) as string;
  return last.replace(/[^\p{L}\p{N}._+-]/gu, "_").replace(/^\./, "_");
}
