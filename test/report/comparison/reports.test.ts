import { parse } from "csv-parse/sync";
import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../src/compare/comparison.js";
import { comparisonCsv } from "../../../src/report/comparison/comparison-csv.js";
import { formatComparison } from "../../../src/report/comparison/comparison-json.js";
import { comparisonMarkdown } from "../../../src/report/comparison/comparison-markdown.js";
import { comparisonText } from "../../../src/report/comparison/comparison-text.js";
import { madeComparison, type RunSketch } from "../../compare/assembly/made-comparison.js";

function runs(...of: readonly [wait: number | null, used: number][]): RunSketch[] {
  return of.map(([wait, used]) => ({
    "wait.p95": wait,
    "utilisation.cpus": used,
    preemptions: 0,
    "script.a|b": used * 2,
  }));
}

/** One of each: ahead, level, without a value, failed, skipped; shaken; two axes; an expectation of each kind. */
const MADE: Comparison = madeComparison({
  cells: {
    drf: { plain: runs([10, 0.5], [20, 0.6], [30, 0.55]), shaken: runs([11, 0.5], [22, 0.6], [33, 0.55]) },
    "lu|a": { plain: runs([8, 0.5], [15, 0.6], [20, 0.55]), shaken: runs([8, 0.5], [30, 0.6], [20, 0.55]) },
    idle: { plain: runs([9, 0.1], [null, 0.2], [9, 0.15]), shaken: runs([9, 0.1], [9, 0.2], [9, 0.15]) },
    broken: {
      plain: [...runs([1, 0.9]), "line 3: boom", ...runs([1, 0.9])],
      shaken: runs([1, 0.9], [1, 0.9], [1, 0.9]),
    },
    native: { plain: Array(3).fill({ skipped: "no compiler" }), shaken: Array(3).fill({ skipped: "no compiler" }) },
  },
  asked: ["wait.p95"],
  axes: { "frameworks.web.refuse": "5s", "roles.prod.quota": { guarantees: "cpus:4" } },
  expectations: [
    {
      kind: "metric",
      text: "drf: wait.p95 below 25",
      allocator: "drf",
      metric: "wait.p95",
      comparison: "below",
      bound: 25,
      entry: 0,
      unaffected: false,
    },
    {
      kind: "metric",
      text: "native: jain above 0",
      allocator: "native",
      metric: "jain",
      comparison: "above",
      bound: 0,
      entry: 0,
      unaffected: false,
    },
  ],
});

describe("a comparison in a terminal", () => {
  it("shows means, intervals, who is ahead and whether that lasts, what is missing and what went wrong", () => {
    const colors = picocolors.createColors(false);
    expect(comparisonText(MADE, { width: 200, colors })).toMatchInlineSnapshot(`
      "made: 3 seeds (1 to 3), against drf

      made, refuse=5s, quota={"guarantees":"cpus:4"}

      metric                        drf                   lu|a                  idle                 broken  native
      wait p95            20 s [10, 30]     14.3 s [8, 18.3] *    9 s (2 of 3 seeds)     1 s (2 of 3 seeds)       -
      cpus used   55.0 % [50.0, 60.0] *  55.0 % [50.0, 60.0] *   15.0 % [10.0, 20.0]  90.0 % (2 of 3 seeds)       -
      script.a|b         1.10 [1, 1.20]         1.10 [1, 1.20]  0.300 [0.200, 0.400]    1.80 (2 of 3 seeds)       -

      best in
      wait p95  lu|a, ahead of drf by 5.67 s [2, 10] with 3 of 3 seeds, d_z 1.4; shaken: ahead in 2 of 3, by 2.67 s

      drf, lu|a: not told apart in cpus used

      -  wait p95 of idle, not ranked: no value with seed 2: no task started

      the same for all: preempted
      with fewer than 6 seeds an interval reaches hardly beyond what was seen: take more before you trust a lead

      failed     broken with seed 2: threw in cycle 3: line 3: boom
      skipped    native: no compiler
      held 2/3   drf: wait.p95 below 25 (not with seed 3)
      open       native: jain above 0: native was skipped: no compiler

      mean [95 % interval of the mean: BCa bootstrap over the seeds, 2000 resamples]; * best, as far as the intervals of the paired differences tell; negligible: a lead whose whole interval lies within 1 % of the mean of whoever is behind, which decides nothing

      hash    none: a run failed
      repeat  workbench compare made.yaml
      "
    `);
  });

  it("says that every seed came to the same decisions only of runs that came to some", () => {
    const told = (cells: Record<string, RunSketch[]>) =>
      comparisonText(madeComparison({ cells }), { width: 200, colors: picocolors.createColors(false) });
    const fixed = "nothing here is drawn at random";
    const skipped = Array(2).fill({ skipped: "no compiler" });
    expect(told({ broken: ["boom", "boom"], worse: ["bang", "bang"] })).not.toContain(fixed);
    expect(told({ broken: ["boom", "boom"], worse: ["bang", "bang"] })).not.toContain("with fewer than");
    expect(told({ native: skipped })).not.toContain(fixed);
  });

  it("is cut into tables that fit", () => {
    const text = comparisonText(MADE, { width: 60, colors: picocolors.createColors(false) });
    const tables = text.slice(0, text.indexOf("best in"));
    expect(Math.max(...tables.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(tables.match(/^metric/gm)?.length).toBeGreaterThan(1);
  });
});

describe("a negligible lead", () => {
  const near = { drf: runs([10, 0.5], [20, 0.5]), lua: runs([10, 0.501], [20, 0.501]) };
  const terms = { colors: picocolors.createColors(false), width: 200 };
  const told = "lua, ahead of drf by a negligible 0.1 % with 2 of 2 seeds";
  const meaning = "negligible: a lead whose whole interval lies within 1 % of the mean of whoever is behind";

  it("is told as such in a terminal and in Markdown, and so is what it means", () => {
    const comparison = madeComparison({ cells: near, asked: ["utilisation.cpus"] });
    for (const text of [comparisonText(comparison, terms), comparisonMarkdown(comparison)]) {
      expect(text).toContain(told);
      expect(text).toContain(meaning);
    }
  });

  it("is a lead as any other where every lead is to matter", () => {
    const comparison = madeComparison({ cells: near, asked: ["utilisation.cpus"], smallestLeadPercent: 0 });
    for (const text of [comparisonText(comparison, terms), comparisonMarkdown(comparison)]) {
      expect(text).toContain("lua, ahead of drf by 0.1 % with 2 of 2 seeds");
      expect(text).not.toContain("negligible");
    }
  });

  it("makes nobody best in the summary of several points", () => {
    const comparison = madeComparison({ cells: near, asked: ["utilisation.cpus"] });
    const twice = { ...comparison, scenarios: [...comparison.scenarios, ...comparison.scenarios] };
    expect(comparisonText(twice, terms)).toMatch(/^made +cpus used +only a negligible lead +50\.1 %$/m);
    const every = madeComparison({ cells: near, asked: ["utilisation.cpus"], smallestLeadPercent: 0 });
    const both = { ...every, scenarios: [...every.scenarios, ...every.scenarios] };
    expect(comparisonText(both, terms)).toMatch(/^made +cpus used +lua +50\.1 %$/m);
  });
});

describe("a comparison in Markdown", () => {
  it("has the same in tables and lists, with nothing of it taken for Markdown", () => {
    expect(comparisonMarkdown(MADE)).toMatchInlineSnapshot(`
      "## Comparison of allocators

      ### made: 3 seeds (1 to 3), against drf

      #### refuse=5s, quota={"guarantees":"cpus:4"}

      |  | better | drf | lu\\|a | idle | broken | native |
      | --- | --- | ---: | ---: | ---: | ---: | ---: |
      | wait p95 | lower | 20 s \\[10, 30\\] | **14.3 s \\[8, 18.3\\]** | 9 s (2 of 3 seeds) | 1 s (2 of 3 seeds) | - |
      | cpus used | higher | **55.0 % \\[50.0, 60.0\\]** | **55.0 % \\[50.0, 60.0\\]** | 15.0 % \\[10.0, 20.0\\] | 90.0 % (2 of 3 seeds) | - |
      | script.a\\|b |  | 1.10 \\[1, 1.20\\] | 1.10 \\[1, 1.20\\] | 0.300 \\[0.200, 0.400\\] | 1.80 (2 of 3 seeds) | - |

      - wait p95: lu\\|a, ahead of drf by 5.67 s \\[2, 10\\] with 3 of 3 seeds, d\\_z 1.4; shaken: ahead in 2 of 3, by 2.67 s
      - drf, lu\\|a: not told apart in cpus used

      - wait p95 of idle, not ranked: no value with seed 2: no task started

      - the same for all: preempted
      - with fewer than 6 seeds an interval reaches hardly beyond what was seen: take more before you trust a lead

      - ❌ failed: broken with seed 2: threw in cycle 3: line 3: boom
      - ⚠️ skipped: native: no compiler
      - ❌ held 2/3: drf: wait.p95 below 25 (not with seed 3)
      - ⚠️ open: native: jain above 0: native was skipped: no compiler

      mean [95 % interval of the mean: BCa bootstrap over the seeds, 2000 resamples]; **bold**: best, as far as the intervals of the paired differences tell; negligible: a lead whose whole interval lies within 1 % of the mean of whoever is behind, which decides nothing.

      workbench 0.0.0, Node 20.0.0, hash none: a run failed. Repeat it with:

      \`\`\`sh
      workbench compare made.yaml
      \`\`\`
      "
    `);
  });
});

describe("a comparison as CSV", () => {
  const rows = parse(comparisonCsv(MADE), { columns: true }) as Record<string, string>[];

  it("has one line for each value or reason", () => {
    expect(rows).toHaveLength(4 * 3 * 4);
    expect(Object.keys(rows[0] as object)).toEqual([
      "scenario",
      "axis:frameworks.web.refuse",
      "axis:roles.prod.quota",
      "allocator",
      "language",
      "seed",
      "metric",
      "role",
      "framework",
      "unit",
      "better",
      "value",
      "reason",
    ]);
    const idle = rows.filter(({ allocator, metric }) => allocator === "idle" && metric === "wait.p95");
    expect(idle).toMatchObject([
      { seed: "1", value: "9", reason: "", unit: "s", better: "lower", "axis:frameworks.web.refuse": "5s" },
      { seed: "2", value: "", reason: "no task started", "axis:roles.prod.quota": '{"guarantees":"cpus:4"}' },
      { seed: "3" },
    ]);
  });
});

describe("a comparison as JSON", () => {
  it("is the document, with numbers side by side", () => {
    const text = formatComparison(MADE);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(MADE)));
    expect(text).toContain('"values": [9, null, 9]');
  });
});

describe("a comparison of several points", () => {
  const cells = { drf: { plain: runs([10, 0.5], [20, 0.6]) }, lua: { plain: runs([12, 0.5], [24, 0.6]) } };
  const one = madeComparison({ cells, asked: ["wait.p95", "utilisation.cpus"] });
  const scenarios = [
    one.scenarios[0],
    { ...one.scenarios[0], scenario: "other", asked: [] },
  ] as Comparison["scenarios"];

  it("ends with who is best in what each scenario asks about", () => {
    const text = comparisonText({ ...one, scenarios }, { width: 100, colors: picocolors.createColors(false) });
    expect(text.slice(text.indexOf("summary"), text.indexOf("\n\nmean ["))).toBe(
      [
        "summary  metric     best            mean",
        "made     wait p95   drf             15 s",
        "made     cpus used  not told apart  55.0 %",
        "other    cpus used  not told apart  55.0 %",
        "other    wait p95   drf             15 s",
      ].join("\n"),
    );
    expect(comparisonMarkdown({ ...one, scenarios })).toContain("| made | wait p95 | drf | 15 s |");
  });

  it("says who decided the same, and that few seeds tell little", () => {
    const twins = madeComparison({ cells: { lua: cells.drf, python: cells.drf, drf: cells.lua } });
    const text = comparisonText(twins, { width: 100, colors: picocolors.createColors(false) });
    expect(text).toContain("lua, python: the same decisions with every seed\n");
    expect(text).toContain("with fewer than 6 seeds");
  });
});
