import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import type { Comparison } from "../../src/compare/comparison.js";
import { emptyFolder, FIXTURES, transcript, workbench } from "./workbench.js";

/** What `compare --json` prints, without what the machine's clock measures. */
function steady(json: string): Comparison {
  const comparison = JSON.parse(json) as Comparison;
  const timed = new Set(Object.entries(comparison.metrics).flatMap(([key, { wallClock }]) => (wallClock ? [key] : [])));
  return JSON.parse(json, (key, value) => (timed.has(key) ? "(wall clock)" : value)) as Comparison;
}

async function compared(...args: readonly string[]) {
  const { code, stdout, stderr } = await workbench(["compare", ...args, "--json"]);
  return { code, stderr, comparison: steady(stdout) };
}

function scenarioOf({ scenarios }: Comparison, index = 0) {
  return scenarios[index] as Comparison["scenarios"][number];
}

/** The runs of a table, each with how many rows it has. */
async function runsIn(path: string): Promise<string[]> {
  const rows = await parquetReadObjects({ file: new Uint8Array(readFileSync(path)).buffer });
  const runs = rows.map((row) => `${row["axis:agents.0.count"]} ${row.allocator} ${row.seed}`);
  return [...new Set(runs)].map((run) => `${run}: ${runs.filter((other) => other === run).length}`);
}

describe("the command line of a comparison", () => {
  test.each([
    ["help-of-compare", "workbench compare --help"],
    ["compare", "workbench compare tiny.yaml --seeds=2"],
    ["compare-axes", "workbench compare tiny.yaml --seeds=2 --allocator=drf --set agents.0.count=1,2"],
    ["compare-no-scenario", "workbench compare"],
    ["compare-quiet", "workbench compare disappointed.yaml --seeds=2 --quiet"],
    [
      "compare-wrong-flags",
      "workbench compare tiny.yaml --seeds=0 --jobs=0 --shake-arrivals=60 --smallest-lead=101% --set seed=1,2 --set x --resume --record-runs=some --param=y",
    ],
    ["compare-baseline-alone", "workbench compare tiny.yaml --baseline=nowhere.json"],
    [
      "compare-guard-alone",
      "workbench compare tiny.yaml --max-regression=wait.p59:5% --max-regression=wait.p95 --max-regression=tasks.running:1%",
    ],
    ["compare-missing-baseline", "workbench compare tiny.yaml --baseline=nowhere.json --max-regression=wait.p95:5%"],
    ["compare-wrong-baseline", "workbench compare tiny.yaml --baseline=tiny.yaml --max-regression=wait.p95:5%"],
    ["compare-wrong-scenarios", "workbench compare wrong.yaml nowhere.yaml tiny.yaml"],
    ["compare-same-scenario", "workbench compare tiny.yaml tiny.yaml"],
    ["compare-unknown-reference", "workbench compare tiny.yaml --reference=drv"],
    [
      "compare-wrong-axis",
      "workbench compare tiny.yaml --set agents.0.count=1,x --set frameworks.wbe.refuse=1s --set rolls.prod.weight=1,2",
    ],
    [
      "compare-failing",
      "workbench compare tiny.yaml --seeds=2 --allocator=drf --allocator=misbehaving.lua --param misbehaving.lua.does=throws",
    ],
  ])("%s", async (name, command) => {
    await expect(await transcript(command)).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });
});

describe("a comparison", () => {
  test("is the same whatever the number of processes", async () => {
    const one = await compared("spread.yaml", "--seeds=3", "--jobs=1", "--permute-ties");
    const three = await compared("spread.yaml", "--seeds=3", "--jobs=3", "--permute-ties");
    expect(one.comparison.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(three.comparison).toEqual(one.comparison);
  });

  test("pairs all allocators by the same arrivals, with other ones for each seed", async () => {
    const { comparison } = await compared("spread.yaml", "--seeds=11,12");
    const { seeds, points } = scenarioOf(comparison);
    expect(seeds).toEqual([11, 12]);
    const [drf, half] = points[0]?.cells ?? [];
    expect(drf?.metrics["tasks.submitted"]?.values).toEqual(half?.metrics["tasks.submitted"]?.values);
    expect(new Set(drf?.runs.map(({ decisionsHash }) => decisionsHash)).size).toBe(2);
  });

  test("comes to the same decisions as a run with one of its seeds", async () => {
    const [{ comparison }, run] = await Promise.all([
      compared("spread.yaml", "--seeds=12,13"),
      workbench(["run", "spread.yaml", "--seed=13", "--json"]),
    ]);
    const { allocators } = JSON.parse(run.stdout) as { allocators: { decisionsHash: string }[] };
    const cells = scenarioOf(comparison).points[0]?.cells ?? [];
    expect(cells.map(({ runs }) => runs[1]?.decisionsHash)).toEqual(
      allocators.map(({ decisionsHash }) => decisionsHash),
    );
  });

  test("runs what an axis does not touch once, and shows it at each point", async () => {
    const folder = emptyFolder();
    const scenario = join(folder, "row-axis.yaml");
    const tiny = readFileSync(join(FIXTURES, "tiny.yaml"), "utf8").replace(
      "overrides: { agents: [{ count: 1,",
      "overrides: { agents: [{ count: [1, 2],",
    );
    writeFileSync(scenario, tiny);
    const { comparison, code } = await compared(scenario, "--seeds=1");
    expect(code).toBe(1);
    const { axes, points } = scenarioOf(comparison);
    expect(axes).toEqual([{ key: "allocators.half.overrides.agents.0.count", values: [1, 2] }]);
    expect(points.map(({ at }) => Object.values(at))).toEqual([[1], [2]]);
    const [first, second] = points.map(({ cells }) => cells);
    expect(second?.[0]?.runs).toEqual(first?.[0]?.runs);
    expect(second?.[1]?.runs).not.toEqual(first?.[1]?.runs);
    // With two agents it is what the other allocator has.
    expect(second?.[1]?.runs).toEqual(second?.[0]?.runs);
  });

  test("writes its reports into a folder, and nothing else stays there", async () => {
    const out = emptyFolder();
    const { code, stdout } = await workbench(["compare", "spread.yaml", "--seeds=2", `--out=${out}`, "--json"]);
    expect(code).toBe(1);
    expect(readdirSync(out).sort()).toEqual([
      "comparison.csv",
      "comparison.json",
      "comparison.md",
      "offers.parquet",
      "report.html",
      "series.parquet",
      "tasks.parquet",
    ]);
    expect(readFileSync(join(out, "comparison.json"), "utf8")).toBe(stdout);
    const rows = parse(readFileSync(join(out, "comparison.csv")), { columns: true }) as Record<string, string>[];
    expect(rows[0]).toMatchObject({
      scenario: "spread",
      allocator: "drf",
      language: "builtin",
      seed: "11",
      unit: "share",
    });
    const [cell] = scenarioOf(JSON.parse(stdout) as Comparison).points[0]?.cells ?? [];
    const waits = rows.filter(
      ({ allocator, metric, role }) => allocator === "drf" && metric === "wait.mean" && role === "prod",
    );
    expect(waits.map(({ value }) => Number(value))).toEqual(cell?.metrics["wait.mean{role=prod}"]?.values);
    expect(readFileSync(join(out, "comparison.md"), "utf8")).toContain("| wait.mean prod | lower |");
  });

  test("writes the same tables with one process and with two: the first seed of each cell, or all seeds", async () => {
    const args = ["compare", "spread.yaml", "--seeds=2", "--set=agents.0.count=1,2", "--allocator=drf"];
    const [first, one, two] = [emptyFolder(), emptyFolder(), emptyFolder()];
    await workbench([...args, `--out=${first}`]);
    await workbench([...args, `--out=${one}`, "--record-runs=all", "--jobs=1"]);
    await workbench([...args, `--out=${two}`, "--record-runs=all", "--jobs=2"]);
    expect(await runsIn(join(first, "tasks.parquet"))).toEqual(["1 drf 11: 24", "2 drf 11: 24"]);
    expect(await runsIn(join(one, "tasks.parquet"))).toEqual([
      "1 drf 11: 24",
      "1 drf 12: 24",
      "2 drf 11: 24",
      "2 drf 12: 24",
    ]);
    for (const table of ["tasks.parquet", "offers.parquet", "series.parquet"]) {
      expect(readFileSync(join(one, table)).equals(readFileSync(join(two, table)))).toBe(true);
    }
  });

  test("skips a scenario whose data is not given, and says so, and compares the others", async () => {
    const folder = emptyFolder();
    const scenario = join(folder, "needs-data.yaml");
    writeFileSync(
      scenario,
      `scenario: 1\nparameters: { traces: { description: the folder of the traces } }\ntrace: { format: swf, file: "\${traces}/log.txt" }\nallocators: [{ use: hierarchical }]\n`,
    );
    const { code, stderr, comparison } = await compared("tiny.yaml", scenario, "--seeds=1");
    expect(code).toBe(0);
    expect(stderr).toContain(
      "needs-data: skipped: traces: the parameter has no value; give it with --param traces=VALUE",
    );
    expect(scenarioOf(comparison, 1)).toMatchObject({ scenario: "needs-data", points: [], hash: null });
    expect(scenarioOf(comparison, 1).skipped).toContain("the parameter has no value");
    expect(scenarioOf(comparison).points).toHaveLength(1);
  });

  test("skips an allocator in C where there is no compiler", async () => {
    const args = ["compare", "tiny.yaml", "--seeds=1", "--allocator=drf", "--allocator=misbehaving.c", "--json"];
    const { code, stdout } = await workbench(args, { CC: "/nowhere/cc" });
    expect(code).toBe(0);
    const [drf, native] = scenarioOf(JSON.parse(stdout) as Comparison).points[0]?.cells ?? [];
    expect(drf?.status).toBe("ok");
    expect(native).toMatchObject({ status: "skipped", runs: [], metrics: {} });
    expect(native?.skipped).toContain("needs a C compiler");
  });

  test("costs the others nothing when one allocator fails, and ends with 3", async () => {
    const broken = ["--allocator=misbehaving.lua", "--param", "misbehaving.lua.does=throws"];
    const { code, comparison } = await compared("tiny.yaml", "--seeds=2", "--allocator=drf", ...broken);
    expect(code).toBe(3);
    const [drf, lua] = scenarioOf(comparison).points[0]?.cells ?? [];
    expect(drf).toMatchObject({ status: "ok" });
    expect(lua).toMatchObject({ status: "failed", runs: [{ failure: { kind: "threw", cycle: 2 } }, {}] });
    expect(comparison.hash).toBeNull();
  });

  test("makes no folder, and runs nothing, when something is wrong", async () => {
    const out = join(emptyFolder(), "not", "made");
    const { code } = await workbench(["compare", "tiny.yaml", "wrong.yaml", `--out=${out}`]);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});

describe("a comparison against an earlier one", () => {
  test("holds while nothing becomes worse, and ends with 1, a line each, when something does", async () => {
    const out = emptyFolder();
    const before = join(out, "comparison.json");
    await workbench(["compare", "tiny.yaml", "--seeds=2", "--quiet", `--out=${out}`]);
    const guarded = [
      "compare",
      "tiny.yaml",
      "--seeds=2",
      `--baseline=${before}`,
      "--max-regression=wait.p95{role=prod}:5%",
    ];
    const same = await workbench([...guarded, "--quiet"]);
    expect(same).toEqual({ code: 0, stdout: "", stderr: "" });
    const worse = await workbench([...guarded, "--allocator=drf", "--set", "agents.0.count=1", "--quiet"]);
    expect(worse.code).toBe(1);
    expect(worse.stderr.split("\n").filter((line) => /^(regressed|missing)/.test(line))).toEqual([
      "regressed: tiny: drf: wait.p95 prod: 0 s -> 118 s, worse, difference 118 s to 118 s; 5 % allowed: the scenario or its allocators have changed since",
      "missing: tiny: half: wait.p95 prod: this comparison has no such cell",
    ]);
    const { baseline } = JSON.parse((await workbench([...guarded, "--json"])).stdout) as Comparison;
    expect(baseline?.guards.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
  });

  test("is refused before anything runs when they have nothing in common", async () => {
    const out = emptyFolder();
    await workbench(["compare", "tiny.yaml", "--seeds=2", "--quiet", `--out=${out}`]);
    const guarded = [`--baseline=${join(out, "comparison.json")}`, "--max-regression=wait.p95:5%"];
    const { code, stderr } = await workbench(["compare", "spread.yaml", "--seeds=2", ...guarded]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--max-regression: "wait\.p95": the baseline has no figure of it/);
  });
});
