import { describe, expect, it } from "vitest";
import { cellOf, madeComparison, metricOf, pointOf, waits } from "./made-comparison.js";

describe("a cell's metric", () => {
  it("has its value with each seed, and what they come to", () => {
    const comparison = madeComparison({ cells: { drf: waits(4, 1, 3, 2) } });
    expect(metricOf(comparison, "drf")).toMatchObject({
      values: [4, 1, 3, 2],
      missing: {},
      summary: { n: 4, mean: 2.5, median: 2.5 },
      difference: null,
      rank: null,
    });
  });

  it("is paired with the reference seed by seed", () => {
    const comparison = madeComparison({ cells: { drf: waits(10, 20, 30), lua: waits(11, 21, 31) } });
    expect(metricOf(comparison, "lua").difference).toMatchObject({
      n: 3,
      mean: 1,
      interval: { low: 1, high: 1 },
      relative: 0.05,
      agree: 3,
      verdict: "worse",
      shaken: null,
      tiesPermuted: null,
    });
    expect([metricOf(comparison, "drf").rank, metricOf(comparison, "lua").rank]).toEqual([1, 2]);
    expect(pointOf(comparison).leads["wait.p95"]).toMatchObject({
      best: ["drf"],
      ahead: { label: "drf", of: "lua", difference: { mean: -1, verdict: "better" } },
      notRanked: [],
    });
  });

  it("takes another reference when one is named", () => {
    const comparison = madeComparison({ cells: { drf: waits(10, 20), lua: waits(12, 22) }, reference: "lua" });
    expect(metricOf(comparison, "lua").difference).toBeNull();
    expect(metricOf(comparison, "drf").difference).toMatchObject({ mean: -2, verdict: "better" });
  });

  it("is not comparable where one has no value with a seed with which the other has one", () => {
    const comparison = madeComparison({ cells: { drf: waits(10, 20, 30), lua: waits(5, null, 6) } });
    expect(metricOf(comparison, "lua")).toMatchObject({
      values: [5, null, 6],
      missing: { 2: "no task started" },
      summary: { n: 2 },
      difference: { notComparable: "lua: no value with seed 2: no task started" },
      rank: null,
    });
    expect(pointOf(comparison).leads).toEqual({});
  });

  it("is paired over the other seeds where nobody has a value", () => {
    const comparison = madeComparison({ cells: { drf: waits(10, null, 30), lua: waits(11, null, 31) } });
    expect(metricOf(comparison, "lua").difference).toMatchObject({ n: 2, mean: 1 });
    expect(metricOf(comparison, "lua").rank).toBe(2);
  });

  it("has a reason, and no figure, where there is no value at all", () => {
    const comparison = madeComparison({ cells: { drf: waits(null, null), lua: waits(null, null) } });
    expect(metricOf(comparison, "lua")).toMatchObject({
      summary: { notComparable: "no task started" },
      difference: { notComparable: "lua: no task started" },
    });
    expect(JSON.stringify(comparison)).not.toMatch(/NaN|undefined/);
  });

  it("ranks those who have values, and says who is left out and why", () => {
    const comparison = madeComparison({ cells: { a: waits(1, 2), b: waits(3, 4), c: waits(5, null) } });
    expect(pointOf(comparison).leads["wait.p95"]).toMatchObject({
      best: ["a"],
      notRanked: [{ label: "c", reason: "no value with seed 2: no task started" }],
    });
    expect(metricOf(comparison, "c").rank).toBeNull();
  });

  it("that is neutral has no rank, and tells which side a difference is on", () => {
    const runs = (value: number) => [{ "tasks.running": value }, { "tasks.running": value + 1 }];
    const comparison = madeComparison({ cells: { drf: runs(1), lua: runs(5) } });
    expect(metricOf(comparison, "lua", "tasks.running")).toMatchObject({
      rank: null,
      difference: { verdict: "higher" },
    });
    expect(pointOf(comparison).leads).toEqual({});
  });

  it("with one seed has no interval, and no winner", () => {
    const comparison = madeComparison({ cells: { drf: waits(1), lua: waits(9) } });
    expect(metricOf(comparison, "lua")).toMatchObject({
      summary: { n: 1, mean: 9, interval: { notComparable: "one value has no spread: take more seeds" } },
      difference: { verdict: "unclear" },
      rank: 1,
    });
  });
});

describe("a lead that is too small to matter", () => {
  const cells = { drf: waits(1000, 2000, 3000), lua: waits(1001, 2001, 3001), slow: waits(1500, 2600, 3700) };

  it("is told of those behind by it, and changes neither rank nor verdict", () => {
    const comparison = madeComparison({ cells });
    expect(pointOf(comparison).leads["wait.p95"]).toMatchObject({
      best: ["drf"],
      negligiblyBehind: ["lua"],
      ahead: { label: "drf", of: "lua", difference: { mean: -1, verdict: "better" } },
    });
    expect(["drf", "lua", "slow"].map((label) => metricOf(comparison, label).rank)).toEqual([1, 2, 3]);
    expect(metricOf(comparison, "lua").difference).toMatchObject({ mean: 1, verdict: "worse" });
  });

  it("is no such lead where every lead matters, or the smallest of interest is smaller still", () => {
    for (const smallestLeadPercent of [0, 0.01]) {
      const comparison = madeComparison({ cells, smallestLeadPercent });
      expect(comparison.method).toMatchObject({ smallestLeadPercent });
      expect(pointOf(comparison).leads["wait.p95"]).toMatchObject({ best: ["drf"], negligiblyBehind: [] });
    }
  });

  it("takes in more where the smallest of interest is larger", () => {
    const { leads } = pointOf(madeComparison({ cells, smallestLeadPercent: 50 }));
    expect(leads["wait.p95"]).toMatchObject({ best: ["drf"], negligiblyBehind: ["lua", "slow"] });
  });

  it("is none of those who are not told apart", () => {
    const { leads } = pointOf(madeComparison({ cells: { one: waits(100, 101), other: waits(101, 100) } }));
    expect(leads["wait.p95"]).toMatchObject({ best: ["one", "other"], negligiblyBehind: [] });
  });
});

describe("an allocator that fails with one seed", () => {
  const comparison = madeComparison({
    cells: { drf: waits(1, 2, 3), lua: [...waits(4), "line 3: boom", ...waits(6)], half: waits(7, 8, 9) },
  });

  it("keeps the figures of its other seeds, and is compared with nobody", () => {
    expect(cellOf(comparison, "lua")).toMatchObject({ status: "failed", skipped: null });
    expect(cellOf(comparison, "lua").runs[1]).toMatchObject({
      seed: 2,
      decisionsHash: null,
      failure: { kind: "threw", message: "line 3: boom", cycle: 3 },
    });
    expect(metricOf(comparison, "lua")).toMatchObject({
      values: [4, null, 6],
      missing: { 2: "failed: line 3: boom" },
      difference: { notComparable: "lua failed with seed 2: line 3: boom" },
      rank: null,
    });
  });

  it("costs nobody else anything", () => {
    expect(metricOf(comparison, "half")).toMatchObject({ rank: 2, difference: { mean: 6 } });
    expect(pointOf(comparison).leads["wait.p95"]?.notRanked).toEqual([
      { label: "lua", reason: "lua failed with seed 2: line 3: boom" },
    ]);
  });

  it("leaves the comparison without a hash", () => {
    expect(comparison.hash).toBeNull();
    expect(madeComparison({ cells: { drf: waits(1, 2) } }).hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("an allocator that is skipped", () => {
  it("has a reason, no figures, and takes no part in the hash's having a value", () => {
    const skipped = { skipped: "no compiler" };
    const comparison = madeComparison({ cells: { drf: waits(1, 2), native: [skipped, skipped] } });
    expect(cellOf(comparison, "native")).toMatchObject({
      status: "skipped",
      skipped: "no compiler",
      runs: [],
      metrics: {},
    });
    expect(comparison.hash).not.toBeNull();
  });
});

describe("whether a lead lasts", () => {
  it("is told as the share of changed pairs in which the better one stays better, and their mean", () => {
    const comparison = madeComparison({
      cells: {
        drf: { plain: waits(10, 20, 30), shaken: waits(10, 20, 30), tiesPermuted: waits(10, 20, 30) },
        lua: { plain: waits(11, 21, 31), shaken: waits(12, 19, 33), tiesPermuted: waits(10, 20, 30) },
      },
    });
    expect(metricOf(comparison, "lua").difference).toMatchObject({
      mean: 1,
      shaken: { replicates: 3, stays: 2, share: 2 / 3, mean: 4 / 3 },
      tiesPermuted: { replicates: 3, stays: 0, share: 0, mean: 0, interval: { low: 0, high: 0 } },
    });
    expect(pointOf(comparison).leads["wait.p95"]?.ahead?.difference.shaken).toMatchObject({ stays: 2, mean: -4 / 3 });
  });

  it("is not asked where nobody is ahead, and not known where a changed run fails", () => {
    const level = madeComparison({
      cells: { drf: { plain: waits(1, 2), shaken: waits(1, 2) }, lua: { plain: waits(1, 2), shaken: waits(1, 3) } },
    });
    expect(metricOf(level, "lua").difference).toMatchObject({ shaken: { notComparable: "nobody is ahead" } });
    const broken = madeComparison({
      cells: {
        drf: { plain: waits(1, 2), shaken: waits(1, 2) },
        lua: { plain: waits(3, 4), shaken: ["boom", ...waits(3)] },
      },
    });
    expect(metricOf(broken, "lua").difference).toMatchObject({
      shaken: { notComparable: "no value with seed 1: failed: boom" },
    });
  });
});

describe("expectations", () => {
  it("are judged once for each seed", () => {
    const expectation = {
      kind: "metric",
      text: "drf: wait.p95 below 3",
      allocator: "drf",
      metric: "wait.p95",
      comparison: "below",
      bound: 3,
      entry: 0,
      unaffected: false,
    } as const;
    const comparison = madeComparison({
      cells: { drf: waits(1, 2, 5) },
      seeds: [7, 8, 9],
      expectations: [expectation],
    });
    expect(pointOf(comparison).expectations).toMatchObject([
      {
        text: "drf: wait.p95 below 3",
        held: 2,
        judged: 3,
        seeds: [{ seed: 7, held: true }, { seed: 8 }, { seed: 9, held: false, actual: 5 }],
      },
    ]);
  });
});

describe("the metrics of a comparison", () => {
  const figures = {
    "wait.p95": 1,
    "wait.p95{role=prod}": 2,
    "wait.p95{framework=web}": 3,
    "allocator/mesos/allocation_runs": 4,
    "script.a/b": 5,
  };
  const cells = { drf: [figures, figures] };

  it("are those of the run, of its roles and of scripts, and what the scenario asks for", () => {
    expect(Object.keys(madeComparison({ cells }).metrics)).toEqual(["wait.p95", "wait.p95{role=prod}", "script.a/b"]);
    const asked = madeComparison({ cells, asked: ["wait.p95{framework=web}"] });
    expect(Object.keys(asked.metrics)).toContain("wait.p95{framework=web}");
  });

  it("are all when all are wanted", () => {
    expect(Object.keys(madeComparison({ cells, allMetrics: true }).metrics)).toEqual(Object.keys(figures));
  });

  it("are described with unit and direction", () => {
    expect(madeComparison({ cells }).metrics["wait.p95{role=prod}"]).toEqual({
      name: "wait.p95",
      scope: "role",
      of: "prod",
      unit: "s",
      direction: "lower",
      wallClock: false,
    });
  });
});
