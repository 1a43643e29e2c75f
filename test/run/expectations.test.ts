import { describe, expect, test } from "vitest";
import { judgeExpectations } from "../../src/run/expectations.js";
import type { RowOutcome, RowResult } from "../../src/run/row-result.js";
import type { Comparison, Expectation } from "../../src/scenario/scenario.js";

function row(label: string, outcome: RowOutcome): RowResult {
  return { label, name: label, language: "builtin", outcome };
}

function ok(label: string, metrics: Record<string, number> = {}, decisionsHash = "a"): RowResult {
  return row(label, {
    status: "ok",
    endedBy: "duration",
    readyMs: 0,
    decisionsHash,
    metrics,
    notComparable: { makespan: "work was left" },
    scriptMetrics: {},
    preemption: { loops: [], livelocks: [] },
  });
}

const FAILED = row("bad", {
  status: "failed",
  failure: { kind: "threw", message: "boom", cycle: 3, frames: [], stack: null },
  journal: null,
});
const SKIPPED = row("c", { status: "skipped", reason: "no C compiler" });

function metric(metric: string, comparison: Comparison, bound: number, allocator = "drf"): Expectation {
  return {
    kind: "metric",
    text: `${metric} ${comparison} ${bound}`,
    allocator,
    metric,
    comparison,
    bound,
    entry: 0,
    unaffected: false,
  };
}

function distinct(of: readonly string[], bound = 1): Expectation {
  return { kind: "distinctDecisions", text: "same", of, comparison: "equals", bound, entry: 0, unaffected: false };
}

function judge(expectation: Expectation, ...rows: RowResult[]) {
  return judgeExpectations([expectation], rows)[0]!;
}

describe("an expectation about a metric", () => {
  test.each([
    ["below", 10, false],
    ["below", 10.5, true],
    ["above", 10, false],
    ["above", 9, true],
    ["atMost", 10, true],
    ["atMost", 9.9, false],
    ["atLeast", 10, true],
    ["atLeast", 11, false],
    ["equals", 10, true],
    ["equals", 10.0001, false],
  ] as const)("10 %s %d: %s", (comparison, bound, held) => {
    expect(judge(metric("wait.p95", comparison, bound), ok("drf", { "wait.p95": 10 }))).toMatchObject({
      allocator: "drf",
      held,
      actual: 10,
      reason: null,
    });
  });

  test("does not hold when the run has no such value, and says why", () => {
    expect(judge(metric("makespan", "below", 100), ok("drf"))).toMatchObject({
      held: false,
      actual: null,
      reason: "work was left",
    });
    expect(judge(metric("script.waiting", "below", 100), ok("drf"))).toMatchObject({
      held: false,
      actual: null,
      reason: "the allocator reported no number of this name",
    });
    expect(judge(metric("wait.p95{role=x}", "below", 100), ok("drf"))).toMatchObject({
      held: false,
      reason: "the run has no such metric",
    });
  });

  test.each([
    ["elsewhere", "elsewhere was not run"],
    ["bad", "bad failed: boom"],
    ["c", "c was skipped: no C compiler"],
  ])("is left open when %s has no figures", (allocator, reason) => {
    expect(judge(metric("jain", "above", 0, allocator), ok("drf"), FAILED, SKIPPED)).toMatchObject({
      held: null,
      actual: null,
      reason,
    });
  });
});

describe("an expectation about equal decisions", () => {
  test("counts the different decisions of the rows named, and only of those", () => {
    const rows = [ok("one", {}, "a"), ok("two", {}, "a"), ok("three", {}, "b")];
    expect(judge(distinct(["one", "two"]), ...rows)).toMatchObject({ allocator: null, held: true, actual: 1 });
    expect(judge(distinct(["one", "two", "three"]), ...rows)).toMatchObject({ held: false, actual: 2 });
    expect(judge(distinct(["one", "three"], 2), ...rows)).toMatchObject({ held: true, actual: 2 });
  });

  test("is judged over the others when the machine cannot run one, and says so", () => {
    expect(judge(distinct(["one", "c", "two"]), ok("one"), SKIPPED, ok("two"))).toMatchObject({
      held: true,
      actual: 1,
      reason: "without c: skipped on this machine",
    });
  });

  test("is left open when fewer than two are left", () => {
    expect(judge(distinct(["one", "c"]), ok("one"), SKIPPED)).toMatchObject({
      held: null,
      reason: "fewer than two are left without c: skipped on this machine",
    });
  });

  test("is left open when one was not run or failed", () => {
    expect(judge(distinct(["one", "two"]), ok("one"))).toMatchObject({ held: null, reason: "two was not run" });
    expect(judge(distinct(["one", "bad"]), ok("one"), FAILED)).toMatchObject({
      held: null,
      reason: "bad failed: boom",
    });
  });
});
