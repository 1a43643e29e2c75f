import { BadInput, type Complaint } from "../base/bad-input.js";
import { toComparison } from "../compare/assembly/to-comparison.js";
import { checkBaseline } from "../compare/baseline/check-baseline.js";
import { judgeGuards } from "../compare/baseline/judge-guards.js";
import { readBaseline } from "../compare/baseline/read-baseline.js";
import type { Comparison } from "../compare/comparison.js";
import type { Outcomes } from "../compare/execution/outcomes.js";
import { chartedRuns } from "../compare/execution/recorded-runs.js";
import { planScenario } from "../compare/plan/plan-scenario.js";
import type { PlannedComparison } from "../compare/plan/planned-comparison.js";
import { programVersions } from "../compare/versions.js";
import { formatComparison } from "../report/comparison/comparison-json.js";
import { comparisonText } from "../report/comparison/comparison-text.js";
import { guardLines } from "../report/comparison/guard-lines.js";
import { expectationLines, troubleLines } from "../report/comparison/verdict-lines.js";
import { type CompareFlags, type CompareFlagTexts, readCompareFlags } from "./compare-flags.js";
import { writeComparison } from "./comparison-files.js";
import type { Console } from "./console.js";
import { executeComparison } from "./execute-comparison.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { openScenario } from "./open-scenario.js";
import { repeatComparison } from "./repeat-command.js";
import { writeComparisonTables } from "./table-files.js";

/** `workbench compare SCENARIO...`. @throws BadInput before anything is simulated */
export async function compareCommand(
  files: readonly string[],
  texts: CompareFlagTexts,
  console: Console,
): Promise<ExitCode> {
  const flags = readCompareFlags(texts);
  const baseline = flags.baseline === null ? null : { ...flags.baseline, earlier: readBaseline(flags.baseline.file) };
  const plan = await planned(files, flags, texts, console);
  const complaints = baseline === null ? [] : checkBaseline(plan, baseline.earlier, baseline.guards);
  if (complaints.length > 0) throw new BadInput(complaints);
  tellPlan(plan, texts, console);
  const command = repeatComparison(files, texts);
  const versions = programVersions();
  const execution = { jobs: flags.jobs, recordRuns: flags.recordRuns, command, versions };
  const { outcomes, complete } = await executeComparison(plan, execution, texts, console);
  const asked = baseline?.guards.map(({ metric }) => metric) ?? [];
  const made = toComparison(plan, outcomes, {
    versions,
    command,
    asked,
    allMetrics: texts.allMetrics ?? false,
    smallestLeadPercent: flags.smallestLeadPercent,
  });
  const guarded = baseline === null ? null : judgeGuards(made, baseline.earlier, baseline.file, baseline.guards);
  const comparison: Comparison = { ...made, baseline: guarded };
  if (texts.out !== undefined) {
    writeComparison(texts.out, comparison, chartedRuns(plan, outcomes));
    const note = (line: string) => (texts.quiet ? undefined : console.note(line));
    await writeComparisonTables(texts.out, plan, outcomes, note);
  }
  complete();
  if (texts.debug) tellStacks(outcomes, console);
  report(comparison, texts, console);
  return exitCode(comparison, outcomes);
}

/** @throws BadInput with everything that is wrong with any of the scenarios */
async function planned(
  files: readonly string[],
  flags: CompareFlags,
  texts: CompareFlagTexts,
  console: Console,
): Promise<PlannedComparison> {
  const complaints: Complaint[] = [];
  const scenarios: PlannedComparison["scenarios"][number][] = [];
  for (const file of files) {
    try {
      const opened = openScenario(file, flags, texts, console);
      scenarios.push(await planScenario(opened, { seeds: flags.seeds, reference: texts.reference }));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      complaints.push(...error.complaints);
    }
  }
  complaints.push(...sameNames(scenarios), ...unknownReference(scenarios, texts.reference));
  if (complaints.length > 0) throw new BadInput(complaints);
  return { scenarios, perturbations: flags.perturbations };
}

/** Reports and baselines tell scenarios by their names. */
function sameNames(scenarios: PlannedComparison["scenarios"]): Complaint[] {
  return scenarios.flatMap(({ name, file }, i) => {
    const other = scenarios.slice(0, i).find((earlier) => earlier.name === name);
    if (other === undefined) return [];
    const nextStep = "give each scenario once, and a name of its own";
    return [{ place: file, value: name, rule: `${other.file} has the same name`, nextStep }];
  });
}

function unknownReference(scenarios: PlannedComparison["scenarios"], reference: string | undefined): Complaint[] {
  const run = scenarios.filter((scenario) => scenario.kind === "planned");
  if (reference === undefined || run.length === 0 || run.some((scenario) => scenario.reference === reference))
    return [];
  const labels = [...new Set(run.flatMap(({ points }) => points[0]?.rows.map(({ label }) => label) ?? []))];
  const nextStep = `name one of ${labels.join(", ")}`;
  return [{ place: "--reference", value: reference, rule: "no allocator has this label", nextStep }];
}

/** What is to be known before anything runs. */
function tellPlan({ scenarios }: PlannedComparison, { quiet, json }: CompareFlagTexts, console: Console): void {
  if (quiet) return;
  for (const scenario of scenarios) {
    if (scenario.kind === "planned") {
      for (const note of scenario.notes) console.note(`note: ${scenario.name}: ${note}`);
    } else if (json) console.note(`${scenario.name}: skipped: ${scenario.reason}`);
  }
}

function report(comparison: Comparison, { json, quiet }: CompareFlagTexts, console: Console): void {
  if (json) console.result(formatComparison(comparison));
  else if (!quiet) console.result(comparisonText(comparison, { width: console.width, colors: console.colors }));
  if (json || quiet) tellTrouble(comparison, console);
}

/** Each once: a script fails at the same place with many seeds. */
function tellStacks(outcomes: Outcomes, console: Console): void {
  const stacks = [...outcomes.all()].map((outcome) => (outcome.status === "failed" ? outcome.failure.stack : null));
  for (const stack of new Set(stacks)) if (stack !== null) console.details(stack);
}

/** Without a report for people on stdout, what went wrong goes to stderr. */
function tellTrouble({ scenarios, baseline }: Comparison, console: Console): void {
  for (const { scenario, points } of scenarios) {
    for (const point of points) {
      for (const { kind, word, text } of [...troubleLines(point), ...expectationLines(point)]) {
        if (kind === "bad") console.note(`${scenario}: ${word}: ${text}`);
      }
    }
  }
  for (const { kind, word, text } of baseline === null ? [] : guardLines(baseline)) {
    if (kind !== "good") console.note(`${word}: ${text}`);
  }
}

function exitCode({ scenarios, baseline }: Comparison, outcomes: Outcomes): ExitCode {
  if ([...outcomes.all()].some(({ status }) => status === "failed")) return EXIT.failed;
  const expectations = scenarios.flatMap(({ points }) => points.flatMap((point) => point.expectations));
  const isWorse = baseline?.guards.some(({ outcome }) => outcome === "regressed") ?? false;
  return isWorse || expectations.some(({ held, judged }) => held < judged) ? EXIT.notHeld : EXIT.held;
}
