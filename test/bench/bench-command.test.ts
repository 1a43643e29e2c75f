import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { BenchDocument, LanguagesPart } from "../../src/bench/bench-document.js";
import { EDITIONS } from "../../src/bench/languages/edition.js";
import { emptyFolder, workbench } from "../cli/workbench.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";

const RECORDED = resolve(import.meta.dirname, "../fixtures/journals/basic-01.jsonl");
const SOME_TIME = expect.any(Number);

async function bench(...flags: readonly string[]): Promise<{ code: number | null; document: BenchDocument }> {
  const { code, stdout } = await workbench(["bench", "--quick", "--quiet", "--json", ...flags]);
  return { code, document: JSON.parse(stdout) };
}

describe("workbench bench", () => {
  it("offers every agent in every cycle, until every framework has declined every agent", async () => {
    const { code, document } = await bench("--part=scaling");
    expect(code).toBe(0);
    const { rows, growth, whole, filters } = document.scaling as NonNullable<BenchDocument["scaling"]>;
    expect(rows).toHaveLength(3);
    for (const { agents, frameworks, ours } of rows) {
      if (ours.status !== "ok") throw new Error(JSON.stringify(ours));
      expect(ours.offersPerCycle).toBe(agents);
      expect(ours.cycleMs.count).toBe(3);
      const isSaturated = ours.saturatedMs !== null;
      // The first cycle's offers are declined before the first timed one.
      expect(ours.declines).toBe(isSaturated ? agents * frameworks : agents * 3);
      expect(ours.reviveMs === null).toBe(!isSaturated);
    }
    expect(whole).toMatchObject({ status: "ok", agents: 200, frameworks: 40, roles: 5, offersPerCycle: 200 });
    expect(filters).toMatchObject({ status: "ok", declines: 500, memoryBytes: SOME_TIME });
    expect(growth.cycleOverSize).toEqual(SOME_TIME);
    // Sizes this small say nothing about the targets.
    expect(document.targets.map(({ met }) => met)).toEqual([null, null, null]);
    expect(document).toMatchObject({
      quick: true,
      recorded: null,
      day: null,
      languages: null,
      modules: null,
      report: null,
    });
    expect(document.machine).toEqual({
      node: process.version,
      cpu: expect.any(String),
      cores: SOME_TIME,
      memoryBytes: SOME_TIME,
      reference: [
        { after: "nothing", ms: SOME_TIME },
        { after: "scaling", ms: SOME_TIME },
      ],
    });
    expect(document.machine.reference[0]?.ms).toBeGreaterThan(0);
  });

  it("records a day, and writes its report and the table of its tasks", async () => {
    const { code, document } = await bench("--part=report");
    expect(code).toBe(0);
    const written = { writeMs: SOME_TIME, bytes: expect.any(Number) };
    expect(document.report).toEqual({
      status: "ok",
      tasks: 2000,
      runMs: SOME_TIME,
      recordingBytes: expect.any(Number),
      report: written,
      table: written,
      peakMemoryBytes: expect.any(Number),
    });
    expect(document.report?.status === "ok" && document.report.report.bytes).toBeGreaterThan(500_000);
    expect(document.targets).toMatchObject([
      { name: "the report of a run of 1,000,000 tasks", bound: 15, met: null },
      { name: "tasks.parquet of 1,000,000 tasks", bound: 5, met: null },
    ]);
  });

  it("feeds recorded journals to the allocator and compares the offers", async () => {
    const folder = emptyFolder();
    copyFileSync(RECORDED, join(folder, "bench-basic.jsonl"));
    const { code, document } = await bench("--part=recorded", `--journals=${folder}`);
    expect(code).toBe(0);
    const lines = readFileSync(RECORDED, "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => JSON.parse(line));
    expect(document.recorded?.journals).toMatchObject([
      {
        name: "bench-basic",
        cpp: null,
        ours: {
          status: "ok",
          identical: true,
          operations: lines.length,
          cycles: lines.filter(({ op }) => op === "allocate").length,
          offers: lines.reduce((sum, { offers = [] }) => sum + offers.length, 0),
          first: { totalMs: SOME_TIME, cycleMs: { p50: SOME_TIME, p95: SOME_TIME, max: SOME_TIME } },
          warm: { totalMs: SOME_TIME },
        },
        ratio: { first: { total: null }, warm: { total: null } },
      },
    ]);
  });

  it("fails when the allocator offers something else than was recorded", async () => {
    const folder = emptyFolder();
    const altered = readFileSync(RECORDED, "utf8").replace(/,"offers":\[[^\]]*\]\}\n(?!.*"offers")/s, "}\n");
    writeFileSync(join(folder, "bench-basic.jsonl"), altered);
    const { code, document } = await bench("--part=recorded", `--journals=${folder}`);
    expect(document.recorded?.journals).toMatchObject([{ ours: { status: "ok", identical: false } }]);
    expect(code).toBe(1);
  });

  it("says so when there are no journals", async () => {
    const { code, document } = await bench("--part=recorded", `--journals=${emptyFolder()}`);
    expect(document.recorded).toEqual({ skipped: expect.stringContaining("no bench-*.jsonl"), journals: [] });
    expect(code).toBe(0);
  });

  it("simulates a day", async () => {
    const { code, document } = await bench("--part=day");
    expect(code).toBe(0);
    const { day } = document;
    expect(day).toMatchObject({ status: "ok", tasks: 2000, agents: 20, frameworks: 4, wallMs: SOME_TIME });
    if (day?.status !== "ok") throw new Error(JSON.stringify(day));
    expect(day.tasksFinished).toBeGreaterThan(1500);
    expect(day.cpuUtilisation).toBeGreaterThan(0.5);
  }, 120_000);

  it("times the reference in every language, on both engines of Lua, with the same decisions", async () => {
    const { code, document } = await bench("--part=languages");
    expect(code).toBe(0);
    const { rows, ...size } = document.languages as LanguagesPart;
    expect(size).toEqual({ agents: 20, frameworks: 8 });
    expect(rows.map(({ name }) => name)).toEqual(EDITIONS.map(({ name }) => name));
    const timed = rows.filter(({ language }) => HAS_COMPILER || language !== "native");
    for (const { ours, start, timesTypeScript, borderOfGuest, borderUs, memoryBeyondBytes } of timed) {
      if (ours.status !== "ok") throw new Error(JSON.stringify(ours));
      // Everybody declined all 20 agents.
      expect(ours).toMatchObject({ operations: 21, offers: 20, peakMemoryBytes: SOME_TIME });
      const parts = [ours.hostMs, ours.borderMs, ours.guestMs, ours.mirrorMs, ours.scriptMs];
      expect(parts.every((ms) => ms >= 0)).toBe(true);
      expect(ours.callMs).toBeLessThanOrEqual(ours.cycleMs);
      expect([timesTypeScript, borderUs, memoryBeyondBytes]).toEqual([SOME_TIME, SOME_TIME, SOME_TIME]);
      expect(borderOfGuest).toEqual(ours.guestMs === 0 ? null : SOME_TIME);
      expect(start).toEqual({ status: "ok", firstMs: SOME_TIME, laterMs: SOME_TIME });
    }
    expect(rows[0]).toMatchObject({ language: "builtin", timesTypeScript: 1, memoryBeyondBytes: 0 });
    expect(new Set(timed.map(({ ours }) => (ours.status === "ok" ? ours.decisionsHash : ours.status))).size).toBe(1);
    // Sizes this small say nothing about the targets.
    expect(document.targets.length).toBeGreaterThan(15);
    expect(document.targets.every(({ met, actual }) => met === null && actual === null)).toBe(true);
  }, 240_000);

  it.skipIf(!HAS_COMPILER)("calls native modules, and verifies a manifest of many (needs a C compiler)", async () => {
    const { code, document } = await bench("--part=modules");
    expect(code).toBe(0);
    expect(document.modules).toEqual({
      border: { status: "ok", emptyNs: SOME_TIME, fooNs: SOME_TIME, decideNs: SOME_TIME, decideMebibyteNs: SOME_TIME },
      manifest: {
        status: "ok",
        modules: 12,
        readMs: SOME_TIME,
        wholeMs: SOME_TIME,
        singleMs: SOME_TIME,
        beyondSingleMs: SOME_TIME,
      },
    });
    expect(document).toMatchObject({ recorded: null, scaling: null, day: null, languages: null });
    expect(document.machine.reference.map(({ after }) => after)).toEqual(["nothing", "modules"]);
    // Sizes this small say nothing about the targets.
    expect(document.targets.map(({ bound, unit, met }) => [bound, unit, met])).toEqual([
      [0.5, "us", null],
      [0.5, "us", null],
      [0.5, "us", null],
      [1, "s", null],
    ]);
  });

  it("skips native modules where there is no C compiler, and says so", async () => {
    const { code, stdout } = await workbench(["bench", "--quick", "--part=modules"], { CC: "no-such-compiler" });
    expect(code).toBe(0);
    expect(stdout).toContain("native module: skipped: there is no C compiler: no-such-compiler\n");
    expect(stdout).toContain("one library: skipped: there is no C compiler: no-such-compiler\n");
    expect(stdout).toMatch(/^open .* a manifest of 1000 modules: at most 1 s \(not measured\)$/m);
  });

  it("prints tables for people", async () => {
    const { code, stdout, stderr } = await workbench(["bench", "--quick", "--part=scaling"]);
    expect(code).toBe(0);
    expect(stdout).toContain("agents x frameworks");
    expect(stdout).toMatch(/^80 x 8 /m);
    expect(stderr).toContain("bench: 80 agents x 8 frameworks\n");
  });

  it("refuses parts and folders that are not there, before it times anything", async () => {
    const { code, stdout, stderr } = await workbench(["bench", "--part=scalling", "--journals=nowhere"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      '--part: "scalling": the parts are recorded, scaling, day, languages, modules, report; did you mean scaling?\n' +
        '--journals: "nowhere": there is no such folder; name the folder that holds the recorded journals\n',
    );
  });
});
