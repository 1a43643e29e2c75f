import { join } from "node:path";
import { expect, test } from "vitest";
import { KNOWN_METRICS } from "../../src/metrics/known-metrics.js";
import { DEFAULT_MESOS_VERSION } from "../../src/modules/mesos-version.js";
import { namedAllocators } from "../../src/run/named-allocators.js";
import { type PreparedRun, prepareRun } from "../../src/run/prepare-run.js";
import type { PreparedAllocator } from "../../src/run/prepared-allocator.js";
import { rowJob } from "../../src/run/row-of-scenario.js";
import { runRow } from "../../src/run/run-row.js";
import { loadScenario } from "../../src/scenario/load-scenario.js";
import { DEFAULT_LIMITS, type Scenario } from "../../src/scenario/scenario.js";

const FILE = join(import.meta.dirname, "../fixtures/scenarios/every-language.yaml");
/** Python may take its time on a busy machine. */
const PATIENT = { ...DEFAULT_LIMITS, callMs: 60_000 };

function load(): Promise<Scenario> {
  const knownMetrics = new Set(KNOWN_METRICS.map(({ name }) => name));
  const allocators = ["builtin", "lua", "python", "javascript", "native"];
  return loadScenario(FILE, { builtins: namedAllocators([]), knownMetrics, allocators, limits: PATIENT });
}

function prepare({ rows }: Scenario): Promise<PreparedRun> {
  const kinds = { mesosVersion: DEFAULT_MESOS_VERSION, minimums: {} };
  const choosing = rows.map((row) => ({ ...row, selection: {} }));
  const options = { luaEngine: "wasmoon", limits: PATIENT, print: () => undefined } as const;
  return prepareRun(choosing, { manifests: [], kinds }, options);
}

test("every language breaks ties in the same other order", async () => {
  const scenario = await load();
  const { allocators } = await prepare(scenario);
  const decided = async (tieSeed: number) => {
    const hashes = new Set<string>();
    for (const [i, row] of scenario.rows.entries()) {
      const job = rowJob(row, allocators[i] as PreparedAllocator, scenario, null);
      // No C compiler: the others are there.
      if ("status" in job) continue;
      const files = { journalFd: null, recordingFd: null, failurePath: null, trailFd: null };
      const events = { print: () => undefined, onProgress: () => undefined };
      const outcome = await runRow({ ...job, journal: null, recording: false, tieSeed }, files, events);
      hashes.add(outcome.status === "ok" ? outcome.decisionsHash : JSON.stringify(outcome));
    }
    return [...hashes];
  };
  const [first, second] = [await decided(1), await decided(2)];
  expect(first).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(second).toHaveLength(1);
  expect(second).not.toEqual(first);
}, 300_000);
