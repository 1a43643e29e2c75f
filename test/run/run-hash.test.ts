import { describe, expect, test } from "vitest";
import type { RowOutcome, RowResult } from "../../src/run/row-result.js";
import { runHash } from "../../src/run/run-hash.js";

function row(label: string, outcome: RowOutcome): RowResult {
  return { label, name: label, language: "lua", outcome };
}

function ok(label: string, decisionsHash: string, metrics: Record<string, number> = {}): RowResult {
  return row(label, {
    status: "ok",
    endedBy: "duration",
    readyMs: 0,
    decisionsHash,
    metrics,
    notComparable: {},
    scriptMetrics: {},
    preemption: { loops: [], livelocks: [] },
  });
}

describe("the hash of a run", () => {
  const hash = runHash({ name: "s", duration: "1h" }, 7, [ok("one", "aa"), ok("two", "bb")]);

  test("is the same for the same scenario, seed and decisions, whatever the figures and the order of keys", () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(runHash({ duration: "1h", name: "s" }, 7, [ok("one", "aa", { "cycleMs.p50": 3 }), ok("two", "bb")])).toBe(
      hash,
    );
  });

  test.each([
    ["the scenario", runHash({ name: "s", duration: "2h" }, 7, [ok("one", "aa"), ok("two", "bb")])],
    ["the seed", runHash({ name: "s", duration: "1h" }, 8, [ok("one", "aa"), ok("two", "bb")])],
    ["a decision", runHash({ name: "s", duration: "1h" }, 7, [ok("one", "aa"), ok("two", "cc")])],
    ["the order of rows", runHash({ name: "s", duration: "1h" }, 7, [ok("two", "bb"), ok("one", "aa")])],
  ])("changes with %s", (_what, other) => {
    expect(other).not.toBe(hash);
  });

  test("is null when a row failed, and leaves out rows that were skipped", () => {
    const failed = row("bad", {
      status: "failed",
      failure: { kind: "threw", message: "x", cycle: 1, frames: [], stack: null },
      journal: null,
    });
    const skipped = row("c", { status: "skipped", reason: "no C compiler" });
    expect(runHash({ name: "s", duration: "1h" }, 7, [ok("one", "aa"), failed])).toBeNull();
    expect(runHash({ name: "s", duration: "1h" }, 7, [ok("one", "aa"), skipped, ok("two", "bb")])).toBe(hash);
  });
});
