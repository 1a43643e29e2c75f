import { describe, expect, it } from "vitest";
import { DAY, dayPlan } from "../../src/bench/day-plan.js";
import { growthExponent } from "../../src/bench/growth.js";
import { manyModulesManifest, manyModulesSource } from "../../src/bench/many-modules.js";
import { timesFaster } from "../../src/bench/ratio.js";
import { medianOf } from "../../src/bench/recorded-run.js";
import { judgeTargets } from "../../src/bench/targets.js";
import { timesOf } from "../../src/bench/times.js";
import { readManifestValue } from "../../src/modules/read-manifests.js";

describe("the growth exponent", () => {
  it.each([0, 0.5, 1, 2])("of y = 3 x^%d is %d", (exponent) => {
    const points = [1, 10, 50, 1000].map((x) => ({ x, y: 3 * x ** exponent }));
    expect(growthExponent(points)).toBeCloseTo(exponent, 10);
  });

  it("needs two different sizes", () => {
    expect(growthExponent([{ x: 10, y: 1 }])).toBeNull();
    expect(growthExponent([])).toBeNull();
  });

  it("passes over what was not measured", () => {
    expect(
      growthExponent([
        { x: 1, y: 1 },
        { x: 2, y: 0 },
        { x: 10, y: 10 },
      ]),
    ).toBeCloseTo(1, 10);
  });
});

describe("times", () => {
  it("are summed up by percentiles", () => {
    expect(timesOf([5, 1, 3])).toEqual({ count: 3, p50: 3, p95: 4.8, max: 5 });
    expect(timesOf([])).toBeNull();
  });

  it("of several passes are the medians, figure by figure", () => {
    const pass = (totalMs: number, p50: number, saturatedMs: number | null) => ({
      totalMs,
      cycleMs: { count: 2, p50, p95: 2 * p50, max: 3 * p50 },
      saturatedMs,
    });
    expect(medianOf([pass(10, 3, null), pass(20, 1, null), pass(90, 2, null)])).toEqual(pass(20, 2, null));
    expect(medianOf([])).toBeNull();
  });

  it("are compared only where both are known", () => {
    expect(timesFaster(970, 97)).toBe(10);
    expect(timesFaster(null, 97)).toBeNull();
    expect(timesFaster(970, undefined)).toBeNull();
  });
});

describe("the simulated day", () => {
  const plan = dayPlan({ tasks: 10_000, agents: 50, frameworks: 7, roles: 3, burst: 100 }, 1);
  const jobs = plan.frameworks.map(({ workload }) => {
    if (workload.kind !== "jobs") throw new Error("a service");
    return workload.jobs;
  });

  it("has as many tasks as it says, and they arrive in order within the day", () => {
    expect(jobs.reduce((sum, { tasks }) => sum + tasks.reduce((a, b) => a + b, 0), 0)).toBe(10_000);
    for (const { submittedAt } of jobs) {
      expect([...submittedAt]).toEqual([...submittedAt].sort((a, b) => a - b));
      expect(submittedAt.at(-1)).toBeLessThan(DAY);
    }
  });

  it("arrives in bursts of about a hundred tasks", () => {
    const instants = jobs.map(({ submittedAt }) => new Set(submittedAt).size).reduce((a, b) => a + b, 0);
    expect(10_000 / instants).toBeGreaterThan(90);
    expect(10_000 / instants).toBeLessThan(110);
  });

  it("asks for 90 % of the cpus", () => {
    let asked = 0;
    for (const { shapes, shape, tasks, duration } of jobs) {
      for (let job = 0; job < tasks.length; job++) {
        const cpus = shapes[shape[job] as number]?.find(({ name }) => name === "cpus")?.milli as number;
        asked += (cpus / 1000) * (tasks[job] as number) * (duration[job] as number);
      }
    }
    expect(asked / (50 * 16 * DAY)).toBeCloseTo(0.9, 6);
  });
});

describe("a manifest of many modules", () => {
  const listed = (count: number) => {
    const text = manyModulesManifest("./libmany.so", 1000, count);
    const { manifests, warnings } = readManifestValue(text, { place: "MANIFEST", folder: "." });
    expect(warnings).toEqual([]);
    return manifests.flatMap(({ libraries }) => libraries.flatMap(({ modules }) => modules.map(({ name }) => name)));
  };

  it("lists every module that the library exports, each once", () => {
    const exported = [...manyModulesSource(1000).matchAll(/^WORKBENCH_MODULE\((\w+),/gm)].map(([, name]) => name);
    expect(new Set(exported).size).toBe(1000);
    expect(listed(1000)).toEqual(exported);
    expect(listed(1)).toEqual(exported.slice(0, 1));
  });
});

describe("the targets of native modules", () => {
  const border = { status: "ok", emptyNs: 3, fooNs: 499, decideNs: 500, decideMebibyteNs: 501 } as const;
  const manifest = {
    status: "ok",
    modules: 1000,
    readMs: 50,
    wholeMs: 1001,
    singleMs: 150,
    beyondSingleMs: 851,
  } as const;
  const judge = (quick: boolean) => {
    const machine = { node: "", cpu: "", cores: 1, memoryBytes: 0, reference: [] };
    const modules = { border, manifest };
    return judgeTargets({
      quick,
      machine,
      recorded: null,
      scaling: null,
      day: null,
      languages: null,
      modules,
      report: null,
    });
  };

  it("are half a microsecond a call, and a second for the whole manifest", () => {
    expect(judge(false).map(({ actual, unit, met }) => [actual, unit, met])).toEqual([
      [0.499, "us", true],
      [0.5, "us", true],
      [0.501, "us", false],
      [1.001, "s", false],
    ]);
  });

  it("stay open in a quick run", () => {
    expect(judge(true).map(({ actual, met }) => [actual, met])).toEqual(new Array(4).fill([null, null]));
  });
});
