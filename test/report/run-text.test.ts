import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import type { AllocatorDocument, RunDocument } from "../../src/report/run-document.js";
import { runText } from "../../src/report/run-text.js";

const colors = picocolors.createColors(false);

function allocator(label: string, over: Partial<AllocatorDocument> = {}): AllocatorDocument {
  return {
    label,
    name: "hierarchical",
    language: "builtin",
    status: "ok",
    failure: null,
    skipped: null,
    decisionsHash: "d".repeat(64),
    metrics: {
      "utilisation.cpus": 0.7211,
      "utilisation.mem": 0.5,
      "tasks.submitted": 120,
      "tasks.finished": 118,
      "wait.mean": 12.34,
      "wait.p95": 301.5,
      "boundedSlowdown.mean": 2.5,
      jain: 0.98765,
      preemptions: 4,
      "lostWork.share": 0.0123,
      cycles: 7200,
      "cycleMs.p95": 0.0421,
    },
    notComparable: { makespan: "2 of 120 tasks had not finished at the end", "utilisation.gpus": "no agent had gpus" },
    scriptMetrics: {},
    preemption: null,
    ...over,
  };
}

function document(allocators: readonly AllocatorDocument[], over: Partial<RunDocument> = {}): RunDocument {
  return { scenario: "preempt", seed: 7, hash: "a".repeat(64), allocators, expectations: [], ...over };
}

function text(of: RunDocument, width = 160): string {
  return runText(of, { width, colors, asked: [], repeat: "workbench run preempt.yaml --seed=7" });
}

function widest(of: string): number {
  return Math.max(...of.split("\n").map((line) => line.length));
}

describe("the report of a run", () => {
  test("has a row per allocator where the terminal is wide enough", () => {
    expect(text(document([allocator("held back"), allocator("no guarantee")]))).toMatchSnapshot();
  });

  test("shows first what the scenario's expectations are about, in the metric's own unit", () => {
    const row = allocator("lua");
    const asked = ["wait.p95{role=prod}", "utilisation.cpus{role=prod}", "tasks.killed", "cycles"];
    const metrics = {
      ...row.metrics,
      "wait.p95{role=prod}": 10,
      "utilisation.cpus{role=prod}": 0.25,
      "tasks.killed": 3,
    };
    const of = document([{ ...row, metrics }]);
    const table = runText(of, { width: 60, colors, asked, repeat: "" }).split("\n").slice(2, 8);
    expect(table.map((line) => line.trimEnd())).toEqual([
      "allocator                   lua",
      "status                       ok",
      "wait.p95 prod              10 s",
      "utilisation.cpus prod    25.0 %",
      "tasks.killed                  3",
      "cpus used                72.1 %",
    ]);
  });

  test("shows last what scripts report of themselves, in their own units, and misses it nowhere else", () => {
    const row = allocator("lua");
    const metric = { samples: 3, last: 4, mean: 3, min: 1, max: 4 };
    const scriptMetrics = {
      idle: { ...metric, unit: "share", last: 0.25 },
      waiting: { ...metric, unit: "tasks", last: 4 },
      z: { ...metric, unit: "", last: 0.5 },
    };
    const metrics = { cycles: 9, "script.idle": 0.25, "script.waiting": 4, "script.z": 0.5 };
    const rows = [
      { ...row, metrics, scriptMetrics },
      { ...row, label: "drf", metrics: { cycles: 9 } },
    ];
    const asked = ["script.waiting"];
    const shown = runText(document(rows), { width: 40, colors, asked, repeat: "" });
    expect(shown.split("\n").slice(2, 9)).toEqual([
      "allocator           lua  drf",
      "status               ok   ok",
      "cycles                9    9",
      "script.idle      25.0 %    -",
      "script.waiting  4 tasks    -",
      "script.z          0.500    -",
      "",
    ]);
    expect(shown).not.toContain("- script");
  });

  test("is turned on its side in 80 columns", () => {
    const narrow = text(document([allocator("held back"), allocator("no guarantee")]), 80);
    expect(widest(narrow)).toBeLessThanOrEqual(80);
    expect(narrow).toMatchSnapshot();
  });

  test("is cut into several tables when there are many allocators, and leaves none out", () => {
    const labels = Array.from({ length: 9 }, (_, i) => `a rather long label ${i}`);
    const narrow = text(document(labels.map((label) => allocator(label))), 80);
    expect(widest(narrow)).toBeLessThanOrEqual(80);
    for (const label of labels) expect(narrow).toContain(label);
  });

  test("says why a figure that others have is missing in a row", () => {
    const other = allocator("all done", { metrics: { ...allocator("x").metrics, makespan: 400 }, notComparable: {} });
    expect(text(document([allocator("held back"), other]))).toContain(
      "- makespan of held back: 2 of 120 tasks had not finished at the end",
    );
  });

  test("names failures with their cycle, skipped rows with what is missing, and has no hash then", () => {
    const empty = { decisionsHash: null, metrics: {}, notComparable: {} };
    const failure = {
      kind: "timedOut",
      message: "no answer within 10000 ms",
      cycle: 41,
      stack: ["my.lua:14 in score", "my.lua:30 in decide"],
      journal: "lua.failed.jsonl",
      replay: "workbench replay lua.failed.jsonl --allocator=my.lua",
      noJournal: null,
    } as const;
    const report = text(
      document(
        [
          allocator("ok"),
          allocator("lua", { status: "failed", failure, ...empty }),
          allocator("c", { status: "skipped", skipped: "no C compiler", ...empty }),
        ],
        { hash: null },
      ),
    );
    expect(report).toContain(
      [
        "failed   lua: timedOut in cycle 41: no answer within 10000 ms",
        "           at my.lua:14 in score",
        "           at my.lua:30 in decide",
        "           again with: workbench replay lua.failed.jsonl --allocator=my.lua",
      ].join("\n"),
    );
    expect(report).toContain("skipped  c: no C compiler");
    expect(report).toContain("hash    none: an allocator failed");
  });

  test("shows each expectation with the actual value, or why it was not judged", () => {
    const expectations = [
      { text: "lua: wait.p95 below 30", allocator: "lua", held: true, actual: 12.3456789, reason: null },
      { text: "lua: jain above 0.9", allocator: "lua", held: false, actual: 0.5, reason: null },
      { text: "c: jain above 0.9", allocator: "c", held: null, actual: null, reason: "c was not run" },
    ];
    expect(text(document([allocator("lua")], { expectations }))).toContain(
      [
        "held     lua: wait.p95 below 30 (actual: 12.3457)",
        "not held lua: jain above 0.9 (actual: 0.5)",
        "open     c: jain above 0.9: c was not run",
      ].join("\n"),
    );
  });

  test("is plain text without colours", () => {
    const report = text(document([allocator("x")]));
    expect(report).not.toContain("\u001b");
    const painted = runText(document([allocator("x")]), {
      width: 80,
      asked: [],
      colors: picocolors.createColors(true),
      repeat: "workbench run x",
    });
    expect(painted).toContain("\u001b[1mpreempt");
  });

  test("warns of tasks that are preempted over and over, the worst by name, and of times in which nothing else happened", () => {
    const loop = { task: "batch-7", framework: "batch", preemptions: 57, fromSeconds: 20.4, toSeconds: 900 };
    const livelocks = [{ fromSeconds: 20, toSeconds: 900 }];
    const warnings = (loops: readonly (typeof loop)[], metrics = {}) =>
      text(document([allocator("lua", { preemption: { loops, livelocks }, metrics })]))
        .split("\n")
        .filter((line) => line.startsWith("warning"));
    const livelock = "warning  lua: from 20s to 15m tasks were preempted over and over, and none ended (a livelock)";
    expect(warnings([])).toEqual([livelock]);
    expect(warnings([loop])).toEqual([
      "warning  lua: batch-7 was preempted 57 times in a row from 20s to 15m and kept none of its work (a preemption loop)",
      livelock,
    ]);
    expect(warnings([loop, { ...loop, task: "batch-8" }], { preemptionLoops: 12 })[0]).toContain(
      "batch-7 was preempted 57 times in a row from 20s to 15m and kept none of its work (a preemption loop; 12 tasks are in one)",
    );
  });
});
