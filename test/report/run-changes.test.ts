import { describe, expect, test } from "vitest";
import { changesText } from "../../src/report/run-changes.js";
import type { AllocatorDocument, ExpectationDocument, RunDocument } from "../../src/report/run-document.js";
import type { DecisionChange } from "../../src/run/decision-change.js";

function row(label: string, over: Partial<AllocatorDocument> = {}): AllocatorDocument {
  return {
    label,
    name: label,
    language: "lua",
    status: "ok",
    failure: null,
    skipped: null,
    decisionsHash: "aa",
    metrics: { "wait.mean": 12.34, "wait.p95": 30, "cycleMs.p95": 1 },
    notComparable: {},
    scriptMetrics: {},
    preemption: null,
    ...over,
  };
}

function document(
  allocators: readonly AllocatorDocument[],
  expectations: readonly ExpectationDocument[] = [],
): RunDocument {
  return { scenario: "s", seed: 1, hash: null, allocators, expectations };
}

const SAME: DecisionChange = { kind: "same" };

function changes(
  before: RunDocument,
  after: RunDocument,
  decisions: Readonly<Record<string, DecisionChange>> = { lua: SAME },
  width = 80,
): string {
  return changesText(before, after, { width, asked: [], decisions: new Map(Object.entries(decisions)) });
}

describe("what changed since the run before", () => {
  test("is nothing where decisions and metrics are the same, however long a cycle took", () => {
    const slower = row("lua", { metrics: { ...row("lua").metrics, "cycleMs.p95": 50 } });
    expect(changes(document([row("lua")]), document([slower]))).toBe("lua: the same\n");
  });

  test("are the first other decision, with its cycle and time, and each metric with its old and new value", () => {
    const change: DecisionChange = {
      kind: "decisions",
      cycle: 12,
      t: 3.5,
      before: [
        "offer web prod a1 cpus:2",
        "offer web prod a2 cpus:2",
        "offer web prod a3 cpus:2",
        "offer web prod a4 cpus:2",
      ],
      after: [],
    };
    const now = row("lua", { decisionsHash: "bb", metrics: { "wait.mean": 12.341, "wait.p95": 42 } });
    expect(changes(document([row("lua")]), document([now]), { lua: change })).toMatchInlineSnapshot(`
      "lua: decides otherwise from cycle 12 on, at 3.5s
        then  offer web prod a1 cpus:2
              offer web prod a2 cpus:2
              offer web prod a3 cpus:2
              and 1 more
        now   nothing
        wait mean  12.34 -> 12.341
        wait p95  30 s -> 42 s
      "
    `);
  });

  test("is another operation where the scenario was changed", () => {
    const change: DecisionChange = {
      kind: "operations",
      cycle: 4,
      t: 0,
      before: ['requestResources ..."count":6'],
      after: ['requestResources ..."count":7'],
    };
    expect(changes(document([row("lua")]), document([row("lua")]), { lua: change })).toMatchInlineSnapshot(`
      "lua: something else happens after cycle 4, at 0s
        then  requestResources ..."count":6
        now   requestResources ..."count":7
      "
    `);
  });

  test("is that it fails now, or does not any more: metrics of which there are none are not told", () => {
    const failure = {
      kind: "threw",
      message: "x",
      cycle: 3,
      stack: [],
      journal: null,
      replay: null,
      noJournal: null,
    } as const;
    const failed = row("lua", { status: "failed", failure, decisionsHash: null, metrics: {} });
    const change: DecisionChange = {
      kind: "decisions",
      cycle: 3,
      t: 1,
      before: ["offer web prod a1 cpus:2"],
      after: ["failed"],
    };
    expect(changes(document([row("lua")]), document([failed]), { lua: change })).toMatchInlineSnapshot(`
      "lua: failed in cycle 3, and was ok
        decides otherwise from cycle 3 on, at 1s
        then  offer web prod a1 cpus:2
        now   failed
      "
    `);
    expect(changes(document([failed]), document([row("lua")]), { lua: { kind: "unknown" } })).toMatchInlineSnapshot(`
      "lua: ok, and was failed (threw)
        its decisions were not kept
      "
    `);
    expect(changes(document([failed]), document([failed]))).toBe("lua: the same\n");
  });

  test("are rows that came and went, and expectations that are judged otherwise", () => {
    const expectation = (text: string, held: boolean | null) => ({
      text,
      allocator: null,
      held,
      actual: null,
      reason: null,
    });
    const before = document([row("lua"), row("c")], [expectation("one", true), expectation("two", null)]);
    const after = document([row("lua"), row("js")], [expectation("one", false), expectation("two", true)]);
    expect(changes(before, after)).toMatchInlineSnapshot(`
      "lua: the same
      js: new
      c: gone
      not held any more: one
      held now: two
      "
    `);
  });

  test("fits a narrow terminal", () => {
    const change: DecisionChange = { kind: "decisions", cycle: 1, t: 0, before: ["offer ".repeat(30)], after: [] };
    const text = changes(document([row("lua")]), document([row("lua")]), { lua: change }, 40);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBe(40);
  });
});
