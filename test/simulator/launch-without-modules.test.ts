import { resolve } from "node:path";
import { expect, test } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { JournalWriter } from "../../src/journal/journal-writer.js";
import type { ParticipatingModules } from "../../src/kinds/participating-modules.js";
import { KNOWN_METRICS } from "../../src/metrics/known-metrics.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import { loadScenario } from "../../src/scenario/load-scenario.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { OPTIONS } from "../fixtures/scenarios/load-text.js";
import { doubles } from "./launch-doubles.js";

/** What the run of this scenario decided before modules had any part in launches. */
const RECORDED = "67aa0ad4398efb227207b5869e9bb16926122f5bd94f7879b3b9fd9bd6946588";

async function decisionsHash(modules: ParticipatingModules | null): Promise<string> {
  const file = resolve(import.meta.dirname, "../../scenarios/preempt.yaml");
  const options = {
    ...OPTIONS,
    knownMetrics: new Set(KNOWN_METRICS.map(({ name }) => name)),
    allocators: ["hierarchical"],
  };
  const { rows } = await loadScenario(file, options);
  const { plan } = rows[0] as (typeof rows)[number];
  const directory = directoryOf(plan);
  const journal = new JournalWriter(directory);
  await simulate({
    plan,
    directory,
    seed: 1,
    createAllocator: createHierarchical,
    parameters: {},
    observer: new RunHistory(directory, plan),
    journal,
    monitor: { enter() {}, leave() {} },
    modules,
  });
  return journal.finish();
}

test("without modules a run decides what it always decided", async () => {
  expect(await decisionsHash(null)).toBe(RECORDED);
});

test("modules of which none is chosen change nothing", async () => {
  expect(await decisionsHash(doubles({}))).toBe(RECORDED);
});

test("hooks without an opinion and isolators that only measure change nothing", async () => {
  const modules = doubles({ hooks: { h: () => ({}) }, isolation: "posix/cpu,posix/mem" });
  expect(await decisionsHash(modules)).toBe(RECORDED);
});
