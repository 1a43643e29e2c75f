import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readCompareFlags } from "../../../src/cli/compare-flags.js";
import { Console } from "../../../src/cli/console.js";
import { openScenario } from "../../../src/cli/open-scenario.js";
import type { Outcomes } from "../../../src/compare/execution/outcomes.js";
import { chartedRuns, isCharted } from "../../../src/compare/execution/recorded-runs.js";
import { runComparison } from "../../../src/compare/execution/run-comparison.js";
import { RunStore } from "../../../src/compare/execution/run-store.js";
import { planScenario } from "../../../src/compare/plan/plan-scenario.js";
import type { PlannedComparison, RunId } from "../../../src/compare/plan/planned-comparison.js";
import type { ChartedRun } from "../../../src/recording/run-charts.js";

const FILE = join(import.meta.dirname, "../../cli/fixtures/spread.yaml");
const folder = mkdtempSync(join(tmpdir(), "recorded-runs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = planned();

async function planned(): Promise<PlannedComparison> {
  const texts = { seeds: "2", quiet: true } as const;
  const flags = readCompareFlags(texts);
  const opened = openScenario(FILE, flags, texts, new Console(process.stdout, process.stderr, {}));
  const scenario = await planScenario(opened, { seeds: flags.seeds, reference: undefined });
  return { scenarios: [scenario], perturbations: flags.perturbations };
}

interface Ran {
  readonly outcomes: Outcomes;
  readonly charted: readonly ChartedRun[];
  /** The runs that were really made. */
  readonly fresh: number;
}

async function run(store: RunStore, jobs: number, recorded: (run: RunId) => boolean): Promise<Ran> {
  let fresh = 0;
  const observer = {
    started() {},
    ended: (_run: RunId, _outcome: unknown, isFresh: boolean) => (fresh += Number(isFresh)),
    repeated() {},
  };
  const outcomes = await runComparison(await plan, { jobs, store, recorded, program: "test", observer });
  return { outcomes, charted: chartedRuns(await plan, outcomes), fresh };
}

/** Without what the machine's clock measures. */
function steady(charted: readonly ChartedRun[]): unknown {
  return charted.map((run) => ({ ...run, charts: { ...run.charts, cycles: null } }));
}

test("the first seed of every cell is charted, the same with one process and with two", async () => {
  const two = await run(new RunStore(join(folder, "two")), 2, isCharted);
  expect(two.charted.map(({ scenario, point, label, seed }) => [scenario, point, label, seed])).toEqual([
    ["spread", 0, "drf", 11],
    ["spread", 0, "half", 11],
  ]);
  expect(two.charted.map(({ charts }) => charts.gantt.agents.length)).toEqual([2, 1]);
  for (const { charts } of two.charted) expect(charts.distributions[0]).toMatchObject({ name: "wait", count: 24 });
  const one = await run(new RunStore(join(folder, "one")), 1, isCharted);
  expect(steady(one.charted)).toEqual(steady(two.charted));
});

test("a run that is done but was not recorded is made again, and one that was recorded is not", async () => {
  const store = new RunStore(join(folder, "again"));
  const unrecorded = await run(store, 1, () => false);
  expect([unrecorded.fresh, unrecorded.charted]).toEqual([4, []]);
  const recorded = await run(store, 1, isCharted);
  expect([recorded.fresh, recorded.charted.length]).toEqual([2, 2]);
  const again = await run(new RunStore(join(folder, "again")), 1, isCharted);
  expect([again.fresh, steady(again.charted)]).toEqual([0, steady(recorded.charted)]);
  expect(readdirSync(join(folder, "again", "runs")).filter((name) => name.endsWith(".recording"))).toHaveLength(2);
});
