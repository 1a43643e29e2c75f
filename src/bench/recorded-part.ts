import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { RecordedPart, RecordedRow } from "./bench-document.js";
import type { BenchSetting } from "./bench-setting.js";
import { measure } from "./measure.js";
import { timesFaster } from "./ratio.js";
import { RECORDED_JOURNALS, RECORDED_SOURCE, type RecordedJournal } from "./recorded-figures.js";
import { medianOf, type PassFigures } from "./recorded-run.js";

const JOURNAL_FILE = /^(bench-.+?)\.jsonl(?:\.gz)?$/;

/** The decline benchmark as Mesos' own allocator was recorded in it. @throws BadInput when a journal is refused */
export async function measureRecorded(setting: BenchSetting): Promise<RecordedPart> {
  const files = journalsIn(setting.journals);
  if (files.length === 0) return { skipped: whyNone(setting.journals), journals: [] };
  const journals: RecordedRow[] = [];
  for (const file of files) journals.push(await measureJournal(file, setting));
  return { skipped: null, source: RECORDED_SOURCE, journals };
}

async function measureJournal(file: string, setting: BenchSetting): Promise<RecordedRow> {
  const name = JOURNAL_FILE.exec(basename(file))?.[1] as string;
  setting.tell(`journal ${name}`);
  const ours = await measureInProcesses(file, setting);
  const cpp = RECORDED_JOURNALS[name] ?? null;
  const [first, warm] = ours.status === "ok" ? [ours.first, ours.warm] : [null, null];
  return { name, cpp, ours, ratio: { first: ratioOf(cpp, first), warm: ratioOf(cpp, warm) } };
}

/** The first process goes on with further passes; the others only show what a first pass takes. */
async function measureInProcesses(file: string, { sizes, print }: BenchSetting): Promise<RecordedRow["ours"]> {
  const whole = await measure({ kind: "recorded", file, passes: sizes.passes }, print);
  if (whole.status !== "ok") return whole;
  const { status, passes, ...counts } = whole;
  const firsts = [passes[0] as PassFigures];
  while (firsts.length < sizes.processes) {
    const again = await measure({ kind: "recorded", file, passes: 1 }, print);
    if (again.status !== "ok") return again;
    firsts.push(again.passes[0] as PassFigures);
  }
  const first = medianOf(firsts) as PassFigures;
  return { status, ...counts, first, warm: medianOf(passes.slice(1)) };
}

function ratioOf(cpp: RecordedJournal | null, ours: PassFigures | null): RecordedRow["ratio"]["first"] {
  return {
    total: timesFaster(cpp?.totalMs, ours?.totalMs),
    cycleP50: timesFaster(cpp?.cycleMs.p50, ours?.cycleMs?.p50),
    saturated: timesFaster(cpp?.saturatedMs, ours?.saturatedMs),
  };
}

/** The decline journals of a folder, or of its `bench` folder, smallest first. */
function journalsIn(folder: string | null): string[] {
  if (folder === null) return [];
  const inside = join(folder, "bench");
  const from = existsSync(inside) ? inside : folder;
  return readdirSync(from)
    .filter((name) => JOURNAL_FILE.test(name))
    .map((name) => join(from, name))
    .sort((a, b) => statSync(a).size - statSync(b).size || (a < b ? -1 : 1));
}

function whyNone(folder: string | null): string {
  if (folder === null) return "no journals: give their folder with --journals or WORKBENCH_JOURNALS";
  return `no bench-*.jsonl or bench-*.jsonl.gz in ${folder}`;
}
