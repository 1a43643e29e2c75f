import { availableParallelism } from "node:os";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { type MetricGuard, readGuards } from "../compare/baseline/guards.js";
import type { RecordedSeeds } from "../compare/execution/recorded-runs.js";
import type { Perturbations } from "../compare/plan/planned-comparison.js";
import { readSeeds, type SeedRequest } from "../compare/plan/seeds.js";
import { flagOf } from "./module-flags.js";
import { readScenarioFlags, type ScenarioFlags, type ScenarioFlagTexts } from "./scenario-flags.js";

/** The flags of `workbench compare` as commander hands them over. */
export interface CompareFlagTexts extends ScenarioFlagTexts {
  readonly seeds?: string;
  readonly reference?: string;
  readonly shakeArrivals?: string;
  readonly permuteTies?: true;
  readonly baseline?: string;
  readonly maxRegression?: readonly string[];
  readonly smallestLead?: string;
  readonly allMetrics?: true;
  readonly jobs?: string;
  readonly resume?: true;
  readonly recordRuns?: string;
}

export interface CompareFlags extends ScenarioFlags {
  readonly seeds: SeedRequest | undefined;
  readonly perturbations: Perturbations;
  /** In per cent. */
  readonly smallestLeadPercent: number;
  readonly jobs: number;
  /** Of which runs there are tables, besides charts of the first seeds. */
  readonly recordRuns: RecordedSeeds;
  /** Null: there is none. */
  readonly baseline: { readonly file: string; readonly guards: readonly MetricGuard[] } | null;
}

/** Flags on which no run hangs. */
const OF_THE_REPORT: ReadonlySet<string> = new Set([
  "out",
  "json",
  "quiet",
  "debug",
  "jobs",
  "resume",
  "recordRuns",
  "reference",
  "baseline",
  "maxRegression",
  "smallestLead",
  "allMetrics",
]);

/** The flags on which runs hang, by their name on the command line. */
export function decidingFlags(texts: CompareFlagTexts): Record<string, string> {
  const deciding = Object.entries(texts).filter(([name]) => !OF_THE_REPORT.has(name));
  return Object.fromEntries(
    deciding.map(([name, text]) => [flagOf(name), Array.isArray(text) ? text.join(" ") : String(text)]),
  );
}

/** @throws BadInput with everything that is wrong with any of them, and with the manifests that they name */
export function readCompareFlags(texts: CompareFlagTexts): CompareFlags {
  const complaints: Complaint[] = [];
  const flags: CompareFlags = {
    seeds: readSeeds(texts.seeds, complaints),
    perturbations: {
      shakeArrivalsPercent: readShaking(texts.shakeArrivals, complaints),
      permuteTies: texts.permuteTies ?? false,
    },
    smallestLeadPercent: readSmallestLead(texts.smallestLead, complaints),
    jobs: readJobs(texts.jobs, complaints),
    recordRuns: readRecordRuns(texts, complaints),
    baseline: readBaselineFlags(texts, complaints),
    ...readScenarioFlags(texts, complaints),
  };
  for (const text of texts.set ?? []) if (/^seed=/.test(text)) complaints.push(seedIsSet(text));
  if (texts.resume && texts.out === undefined) complaints.push(nowhereToResume());
  if (complaints.length > 0) throw new BadInput(complaints);
  return flags;
}

const MOST_SHAKEN = 50;

function readShaking(text: string | undefined, complaints: Complaint[]): number | null {
  if (text === undefined) return null;
  const percent = percentOf(text);
  if (percent > 0 && percent <= MOST_SHAKEN) return percent;
  const rule = `arrivals are shaken by more than 0 and at most ${MOST_SHAKEN} per cent`;
  complaints.push({ place: "--shake-arrivals", value: text, rule, nextStep: "give it such as --shake-arrivals=5%" });
  return null;
}

/** Not a number where it is none. */
function percentOf(text: string): number {
  return /^\d+(\.\d+)?%?$/.test(text) ? Number(text.replace("%", "")) : Number.NaN;
}

/** Few would change their allocator for less. */
const SMALLEST_LEAD = 1;
const MOST_SMALLEST_LEAD = 100;

function readSmallestLead(text: string | undefined, complaints: Complaint[]): number {
  if (text === undefined) return SMALLEST_LEAD;
  const percent = percentOf(text);
  if (percent <= MOST_SMALLEST_LEAD) return percent;
  const rule = `the smallest lead that matters is 0 to ${MOST_SMALLEST_LEAD} per cent of the mean of whoever is behind`;
  const nextStep = "give it such as --smallest-lead=2%; with 0% every lead matters";
  complaints.push({ place: "--smallest-lead", value: text, rule, nextStep });
  return SMALLEST_LEAD;
}

const MOST_JOBS = 1024;

function readJobs(text: string | undefined, complaints: Complaint[]): number {
  if (text === undefined) return availableParallelism();
  const jobs = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  const rule = `a number of processes is a whole number from 1 to ${MOST_JOBS}`;
  complaints.push({ place: "--jobs", value: text, rule, nextStep: "give it such as --jobs=2" });
  return 1;
}

function readRecordRuns({ recordRuns, out }: CompareFlagTexts, complaints: Complaint[]): RecordedSeeds {
  if (recordRuns === undefined) return "first";
  const place = "--record-runs";
  if (out === undefined) {
    const rule = "what is recorded is written to the folder of --out";
    complaints.push({ place, value: recordRuns, rule, nextStep: "name that folder with --out" });
  }
  if (recordRuns === "first" || recordRuns === "all") return recordRuns;
  const rule = "of each cell the first seed is recorded, or all of them";
  complaints.push({ place, value: recordRuns, rule, nextStep: "give it as --record-runs=first or --record-runs=all" });
  return "first";
}

function readBaselineFlags(
  { baseline, maxRegression = [] }: CompareFlagTexts,
  complaints: Complaint[],
): CompareFlags["baseline"] {
  const guards = readGuards(maxRegression, complaints);
  if (baseline === undefined && maxRegression.length > 0) {
    const rule = "a regression is one against an earlier comparison";
    complaints.push({ place: "--max-regression", rule, nextStep: "name its comparison.json with --baseline" });
  }
  if (baseline !== undefined && maxRegression.length === 0) {
    const nextStep = "say which, such as --max-regression=wait.p95:5%";
    complaints.push({ place: "--baseline", value: baseline, rule: "no metric is held against the baseline", nextStep });
  }
  return baseline === undefined ? null : { file: baseline, guards };
}

function seedIsSet(value: string): Complaint {
  return { place: "--set", value, rule: "seeds are no axis: they pair the runs", nextStep: "give them with --seeds" };
}

function nowhereToResume(): Complaint {
  const rule = "what was interrupted lies in the folder of --out";
  return { place: "--resume", rule, nextStep: "name that folder with --out" };
}
