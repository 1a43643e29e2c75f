import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { JobList } from "../../src/cluster/plan.js";
import { KNOWN_METRICS } from "../../src/metrics/known-metrics.js";
import { loadScenario } from "../../src/scenario/load-scenario.js";
import { peakDemand } from "../../src/scenario/traces/peak-demand.js";
import { linesOf, OPTIONS } from "../fixtures/scenarios/load-text.js";

const SCENARIOS = resolve(import.meta.dirname, "../../scenarios");
const TRACES = process.env.WORKBENCH_TRACES;

const options = {
  ...OPTIONS,
  knownMetrics: new Set(KNOWN_METRICS.map(({ name }) => name)),
  allocators: ["hierarchical"],
  params: { traces: TRACES ?? "" },
};

async function load(name: string) {
  const { rows, notes } = await loadScenario(resolve(SCENARIOS, name), options);
  const { agents, frameworks } = (rows[0] as (typeof rows)[number]).plan;
  const jobs = frameworks.flatMap(({ workload }): JobList[] => (workload.kind === "jobs" ? [workload.jobs] : []));
  return { agents, frameworks, jobs, notes };
}

describe.skipIf(TRACES === undefined)("the shipped scenarios, with the public traces", () => {
  it("openb has 1523 machines and the 7255 of 8152 pods that were scheduled", async () => {
    const { agents, frameworks, jobs, notes } = await load("openb.yaml");
    expect(agents).toHaveLength(1523);
    expect(frameworks.map((framework, i) => `${framework.name} ${jobs[i]?.submittedAt.length}`)).toEqual([
      "be 2957",
      "burstable 98",
      "guaranteed 7",
      "ls 4193",
    ]);
    expect(notes[0]).toBe("897 of 8152 pods were never scheduled and are left out");
  });

  it("openb takes half of its gpus at its peak, if every pod starts on arrival", async () => {
    const { agents, frameworks } = await load("openb.yaml");
    const peak = peakDemand(agents, frameworks);
    expect(peak?.resource).toBe("gpus");
    expect(peak?.share).toBeCloseTo(0.5, 3);
  });

  it("kth-sp2 has 100 processors and the 28,481 jobs of the strong filter", async () => {
    const { agents, jobs } = await load("kth-sp2.yaml");
    expect(agents).toHaveLength(100);
    expect(jobs.map((list) => list.submittedAt.length)).toEqual([28_481]);
    expect(jobs[0]?.tasks.reduce((sum, tasks) => sum + tasks, 0)).toBe(218_206);
  });
});

describe("the shipped scenarios, without the public traces", () => {
  it.each([
    [
      "openb.yaml",
      "the folder in which alibaba-openb-2023/ holds the csv files of cluster-trace-gpu-v2023 from the Alibaba clusterdata repository on GitHub",
    ],
    ["kth-sp2.yaml", "the folder in which swf-kth-sp2/ holds KTH-SP2-1996-2.swf from the Parallel Workloads Archive"],
  ])("say where to get them: %s", async (name, where) => {
    const loading = loadScenario(resolve(SCENARIOS, name), { ...options, params: {}, environment: {} });
    const lines = await linesOf(loading, SCENARIOS);
    expect(lines.map((line) => line.replace(/^[^"]*/, ""))).toEqual([
      `"traces": the parameter has no value; give it with --param traces=VALUE or the environment variable WORKBENCH_TRACES (${where})`,
    ]);
  });
});
