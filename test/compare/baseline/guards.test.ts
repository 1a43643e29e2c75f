import { describe, expect, it } from "vitest";
import type { Complaint } from "../../../src/base/bad-input.js";
import { checkBaseline } from "../../../src/compare/baseline/check-baseline.js";
import { readGuards } from "../../../src/compare/baseline/guards.js";
import { judgeGuards } from "../../../src/compare/baseline/judge-guards.js";
import type { Guard } from "../../../src/compare/comparison.js";
import { guardLines } from "../../../src/report/comparison/guard-lines.js";
import { type ComparisonSketch, madeComparison, waits } from "../assembly/made-comparison.js";

/** One guard against a baseline. */
function judged(now: ComparisonSketch, before: ComparisonSketch, guard = "wait.p95:5%"): readonly Guard[] {
  const guards = readGuards([guard], []);
  return judgeGuards(madeComparison(now), madeComparison(before), "before.json", guards).guards;
}

function cells(...values: readonly number[]): ComparisonSketch {
  return { cells: { drf: waits(...values) } };
}

describe("a guarded metric", () => {
  it("has regressed when it is worse by more than is allowed, with an interval that excludes 0", () => {
    const [guard] = judged(cells(11, 22, 33), cells(10, 20, 30));
    expect(guard).toMatchObject({
      scenario: "made",
      label: "drf",
      metric: "wait.p95",
      allowed: 0.05,
      outcome: "regressed",
      reason: null,
      baselineMean: 20,
      mean: 22,
      difference: { n: 3, mean: 2, relative: 0.1, verdict: "worse" },
    });
  });

  it.each([
    ["it is worse by less than is allowed", cells(10.1, 20.2, 30.3), cells(10, 20, 30), "wait.p95:5%"],
    ["it is worse by just what is allowed", cells(12, 24), cells(10, 20), "wait.p95:20%"],
    ["the interval holds 0", cells(30, 10, 40, 12), cells(10, 20, 20, 13), "wait.p95:5%"],
    ["it is better", cells(5, 6), cells(10, 20), "wait.p95:0%"],
    ["it is the same", cells(10, 20), cells(10, 20), "wait.p95:0%"],
  ])("has held when %s", (_how, now, before, guard) => {
    expect(judged(now, before, guard)).toMatchObject([{ outcome: "held" }]);
  });

  it("has regressed when it grew at all where the baseline has 0 and nothing is allowed", () => {
    expect(judged(cells(1, 2), cells(0, 0), "wait.p95:0%")).toMatchObject([{ outcome: "regressed" }]);
  });

  it("of which more is better has regressed when it fell", () => {
    const runs = (share: number) => ({ cells: { drf: [{ jain: share }, { jain: share - 0.1 }] } });
    expect(judged(runs(0.7), runs(0.9), "jain:5%")).toMatchObject([{ outcome: "regressed" }]);
    expect(judged(runs(0.9), runs(0.7), "jain:5%")).toMatchObject([{ outcome: "held" }]);
  });

  it("is paired over the seeds that both have", () => {
    const now = { ...cells(12, 24, 36), seeds: [2, 3, 4] };
    const before = { ...cells(99, 10, 20), seeds: [1, 2, 3] };
    expect(judged(now, before)).toMatchObject([{ outcome: "regressed", difference: { n: 2, mean: 3 } }]);
    expect(judged({ ...now, seeds: [7, 8, 9] }, before)).toMatchObject([
      { outcome: "missing", reason: "fewer than two seeds are in both" },
    ]);
  });

  it("that is gone though the allocator ran has regressed", () => {
    expect(judged({ cells: { drf: waits(null, null) } }, cells(1, 2))).toMatchObject([
      { outcome: "regressed", reason: "the baseline has a figure, and now there is none: no task started" },
    ]);
  });

  it("is missing, which is told, where one of the two has no such cell or figure", () => {
    const two = { cells: { drf: waits(1, 2), lua: waits(3, 4) } };
    expect(judged(two, cells(1, 2))).toMatchObject([
      { label: "drf", outcome: "held" },
      { label: "lua", outcome: "missing", reason: "the baseline has no such cell" },
    ]);
    expect(judged(cells(1, 2), two)).toMatchObject([
      { label: "drf", outcome: "held" },
      { label: "lua", outcome: "missing", reason: "this comparison has no such cell", baselineMean: 3.5 },
    ]);
    expect(judged(cells(1, 2), { cells: { drf: waits(null, null) } })).toMatchObject([
      { outcome: "missing", reason: "the baseline: no task started" },
    ]);
    expect(judged({ cells: { drf: ["boom", ...waits(2)] } }, cells(1, 2))).toMatchObject([
      { outcome: "missing", reason: "it failed" },
    ]);
  });

  it("is matched by axis values", () => {
    const at = (refuse: string) => ({ ...cells(1, 2), axes: { "frameworks.web.refuse": refuse } });
    expect(judged(at("5s"), at("5s"))).toMatchObject([{ outcome: "held", at: { "frameworks.web.refuse": "5s" } }]);
    expect(judged(at("5s"), at("9s"))).toMatchObject([{ outcome: "missing" }, { outcome: "missing" }]);
  });

  it("is told in one line each", () => {
    const now = madeComparison({ cells: { drf: waits(11, 22, 33), lua: waits(1, 2, 3) }, axes: { "a.refuse": "5s" } });
    const before = madeComparison({ cells: { drf: waits(10, 20, 30) }, axes: { "a.refuse": "5s" } });
    const lines = guardLines(judgeGuards(now, before, "before.json", readGuards(["wait.p95:5%"], [])));
    expect(lines).toEqual([
      {
        kind: "bad",
        word: "regressed",
        text: "made, refuse=5s: drf: wait.p95: 20 s -> 22 s, 10.0 % worse, difference 1 s to 3 s; 5 % allowed",
      },
      { kind: "open", word: "missing", text: "made, refuse=5s: lua: wait.p95: the baseline has no such cell" },
    ]);
  });
});

describe("--max-regression", () => {
  it("names a metric and a part of its mean", () => {
    expect(readGuards(["wait.p95{role=a:b}:2.5%", "jain:0%"], [])).toEqual([
      { metric: "wait.p95{role=a:b}", allowed: 0.025 },
      { metric: "jain", allowed: 0 },
    ]);
  });

  it.each([
    ["wait.p95", "a guard is METRIC:PERCENT%"],
    ["wait.p95:5", "a guard is METRIC:PERCENT%"],
    [":5%", "a guard is METRIC:PERCENT%"],
    ["wait.p59:5%", "there is no such metric"],
    ["tasks.running:5%", "no value of tasks.running is better than another"],
    ["script.x:5%", "there is no such metric"],
  ])("is refused when it is wrong: %s", (text, rule) => {
    const complaints: Complaint[] = [];
    expect(readGuards([text], complaints)).toEqual([]);
    expect(complaints).toMatchObject([{ place: "--max-regression", value: text, rule }]);
  });

  it("names each metric once", () => {
    const complaints: Complaint[] = [];
    expect(readGuards(["jain:1%", "jain:2%"], complaints)).toHaveLength(1);
    expect(complaints).toMatchObject([{ value: "jain:2%", rule: "jain is given twice" }]);
  });

  it("is refused where the baseline has nothing that it could be held against", () => {
    const planned = (seeds: readonly number[], label = "drf") => ({
      perturbations: { shakeArrivalsPercent: null, permuteTies: false },
      scenarios: [{ kind: "planned", name: "made", seeds, points: [{ at: {}, rows: [{ label }] }] }],
    });
    const baseline = madeComparison(cells(1, 2, 3));
    const guards = readGuards(["wait.p95:5%", "jain:5%"], []);
    const complaintsOf = (plan: object) => checkBaseline(plan as never, baseline, guards).map(({ value }) => value);
    expect(complaintsOf(planned([1, 2, 3]))).toEqual(["jain"]);
    expect(complaintsOf(planned([3, 4]))).toEqual(["wait.p95", "jain"]);
    expect(complaintsOf(planned([1, 2], "lua"))).toEqual(["wait.p95", "jain"]);
  });
});
