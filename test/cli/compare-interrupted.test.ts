import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { isRunning, rowProcessesOf } from "./processes.js";
import { type Ended, emptyFolder, FIXTURES, startWorkbench, workbench } from "./workbench.js";

const REPORTS = ["comparison.csv", "comparison.json", "comparison.md", "report.html"];
const TABLES = ["offers.parquet", "series.parquet", "tasks.parquet"];

const onLinux = process.platform === "linux";

/** A folder with a scenario and a script of its own, which a test may change. */
function ownScenario(): { readonly folder: string; readonly scenario: string; readonly script: string } {
  const folder = emptyFolder();
  const [scenario, script] = [join(folder, "spread.yaml"), join(folder, "first.js")];
  copyFileSync(join(FIXTURES, "spread.yaml"), scenario);
  copyFileSync(join(FIXTURES, "reports.js"), script);
  return { folder, scenario, script };
}

function argsFor({ scenario, script }: ReturnType<typeof ownScenario>, out: string): string[] {
  return ["compare", scenario, "--seeds=4", "--allocator=drf", `--allocator=${script}`, "--jobs=2", `--out=${out}`];
}

/** Starts a comparison and waits until some of its runs are done. */
async function underWay(args: readonly string[], out: string) {
  const parent = startWorkbench(args);
  const ended = new Promise<Ended>((done) => {
    let [stdout, stderr] = ["", ""];
    parent.stdout.on("data", (text) => (stdout += text));
    parent.stderr.on("data", (text) => (stderr += text));
    parent.once("close", (code) => done({ code, stdout, stderr }));
  });
  while (doneRuns(out).length < 2) await pause(20);
  return { parent, ended };
}

function doneRuns(out: string): string[] {
  const folder = join(out, "unfinished", "runs");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
}

/** The document without what the machine's clock measures. */
function steady(out: string): unknown {
  const text = readFileSync(join(out, "comparison.json"), "utf8");
  return JSON.parse(text, (key, value) => (key.startsWith("cycleMs") ? "(wall clock)" : value));
}

describe.skipIf(!onLinux)("a comparison that is interrupted", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGKILL", null],
  ] as const)("by %s goes on where it was, and comes to the same", async (signal, code) => {
    const files = ownScenario();
    const [whole, out] = [emptyFolder(), emptyFolder()];
    const { parent, ended } = await underWay(argsFor(files, out), out);
    const children = rowProcessesOf(parent.pid as number);
    parent.kill(signal);
    const { code: ended_, stderr, stdout } = await ended;
    expect(ended_).toBe(code);
    expect(stdout).toBe("");
    if (signal === "SIGINT") {
      expect(stderr).toMatch(/^interrupted: \d of 8 runs are done; go on with: workbench compare .* --resume$/m);
    }
    while (children.some(isRunning)) await pause(50);
    const done = doneRuns(out);
    expect(done.length).toBeGreaterThanOrEqual(2);
    expect(done.length).toBeLessThan(8);
    expect(readdirSync(out)).toEqual(["unfinished"]);

    const resumed = await workbench([...argsFor(files, out), "--resume"]);
    expect(resumed.code).toBe(1);
    expect(readdirSync(out).sort()).toEqual([...REPORTS, ...TABLES].sort());
    await workbench(argsFor(files, whole));
    expect(steady(out)).toEqual(steady(whole));
    for (const table of TABLES) {
      expect(readFileSync(join(out, table)).equals(readFileSync(join(whole, table)))).toBe(true);
    }
  });

  test("is not resumed when what it hangs on has changed: each thing is named", async () => {
    const files = ownScenario();
    const out = emptyFolder();
    const { parent, ended } = await underWay(argsFor(files, out), out);
    parent.kill("SIGINT");
    await ended;
    appendFileSync(files.scenario, "# another word\n");
    appendFileSync(files.script, "// another word\n");
    const before = doneRuns(out);
    const { code, stderr } = await workbench([...argsFor(files, out), "--seeds=3", "--permute-ties", "--resume"]);
    expect(code).toBe(2);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.map((line) => line.replaceAll(files.folder, "F"))).toEqual([
      '--resume: "--seeds": was 4 when the comparison began, and is 3; put it back as it was, or begin anew without --resume',
      '--resume: "F/spread.yaml": has changed since the comparison began; put it back as it was, or begin anew without --resume',
      '--resume: "F/first.js": has changed since the comparison began; put it back as it was, or begin anew without --resume',
      '--resume: "--permute-ties": has come in since the comparison began; put it back as it was, or begin anew without --resume',
    ]);
    expect(doneRuns(out)).toEqual(before);
  });

  test("begins anew without --resume, and says so", async () => {
    const files = ownScenario();
    const out = emptyFolder();
    const { parent, ended } = await underWay(argsFor(files, out), out);
    parent.kill("SIGINT");
    await ended;
    const { stderr } = await workbench([...argsFor(files, out), "--seeds=1"]);
    expect(stderr).toContain(`note: the unfinished comparison in ${out} is begun anew; --resume goes on with one`);
    expect(existsSync(join(out, "unfinished"))).toBe(false);
  });
});

describe("a folder into which another workbench is writing", () => {
  test("is refused, to a run and to a comparison", async () => {
    const out = emptyFolder();
    mkdirSync(join(out, "unfinished"));
    const inputs = { state: 1, inputs: {} };
    writeFileSync(join(out, "unfinished", "inputs.json"), JSON.stringify(inputs));
    const start = existsSync("/proc/self/stat")
      ? readFileSync("/proc/self/stat", "utf8")
          .replace(/^.*\) /s, "")
          .split(" ")[19]
      : "";
    for (const folder of [out, join(out, "unfinished")])
      writeFileSync(join(folder, ".in-use"), `${process.pid} ${start}\n`);
    const told = `--out: "${out}": another workbench (process ${process.pid}) is writing into this folder; name another, or wait until it has ended\n`;
    const ended = await Promise.all([
      workbench(["run", "tiny.yaml", `--out=${out}`]),
      workbench(["compare", "tiny.yaml", "--seeds=1", `--out=${out}`]),
    ]);
    expect(ended).toEqual(Array(2).fill({ code: 2, stdout: "", stderr: told }));
    expect(readdirSync(out).sort()).toEqual([".in-use", "unfinished"]);
    expect(readFileSync(join(out, "unfinished", "inputs.json"), "utf8")).toBe(JSON.stringify(inputs));
  });
});

describe("the folder of a comparison", () => {
  test("keeps what others have put where the comparison keeps what is done", async () => {
    const out = emptyFolder();
    mkdirSync(join(out, "unfinished"));
    writeFileSync(join(out, "unfinished", "thesis.tex"), "chapter 1");
    const { code, stderr } = await workbench(["compare", "tiny.yaml", "--seeds=1", `--out=${out}`]);
    expect(code).toBe(2);
    expect(stderr).toContain("it is where a comparison keeps what is done, and what lies there is not of one");
    expect(readdirSync(join(out, "unfinished"))).toEqual(["thesis.tex"]);
  });

  test("must be one", async () => {
    const { code, stderr } = await workbench(["compare", "tiny.yaml", "--seeds=1", "--out=tiny.yaml"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: '--out: "tiny.yaml": the folder cannot be made (EEXIST); name one that may be written\n',
    });
  });
});

describe("--resume", () => {
  test("where nothing was interrupted is refused", async () => {
    const out = emptyFolder();
    const args = ["compare", "tiny.yaml", "--seeds=1", "--quiet", `--out=${out}`];
    const nothing = await workbench([...args, "--resume"]);
    expect(nothing).toMatchObject({ code: 2, stdout: "" });
    expect(nothing.stderr).toContain("no interrupted comparison lies in this folder");
    await workbench(args);
    const complete = await workbench([...args, "--resume"]);
    expect(complete.stderr).toContain("the comparison in this folder is complete");
  });

  test("takes no notice of what a killed process had half written", async () => {
    const files = ownScenario();
    const out = emptyFolder();
    const { parent, ended } = await underWay(argsFor(files, out), out);
    parent.kill("SIGKILL");
    await ended;
    writeFileSync(join(out, "unfinished", "runs", "abc.json.tmp-1-1"), '{"status":"o');
    const { code } = await workbench([...argsFor(files, out), "--resume"]);
    expect(code).toBe(1);
    expect(existsSync(join(out, "unfinished"))).toBe(false);
  });
});

describe.skipIf(!onLinux)("a run whose process is killed from outside", () => {
  /** Kills so many of the comparison's processes, each as soon as it is there. */
  async function withKilled(kills: number): Promise<Ended> {
    const parent = startWorkbench(["compare", "tiny.yaml", "--seeds=1", "--allocator=drf", "--jobs=1", "--json"]);
    let [stdout, stderr, isOver] = ["", "", false];
    parent.stdout.on("data", (text) => (stdout += text));
    parent.stderr.on("data", (text) => (stderr += text));
    const code = new Promise<number | null>((done) => {
      parent.once("close", (status) => {
        isOver = true;
        done(status);
      });
    });
    const killed = new Set<number>();
    while (!isOver && killed.size < kills) {
      for (const child of rowProcessesOf(parent.pid as number)) {
        if (killed.has(child) || killed.size === kills) continue;
        process.kill(child, "SIGKILL");
        killed.add(child);
      }
      await pause(10);
    }
    return { code: await code, stdout, stderr };
  }

  test("is repeated, and comes to the same", async () => {
    const { code, stdout, stderr } = await withKilled(1);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "note: tiny: drf, seed 3: the process was ended by SIGKILL; the run is repeated\n",
    });
    const untouched = await workbench(["compare", "tiny.yaml", "--seeds=1", "--allocator=drf", "--json"]);
    expect(JSON.parse(stdout).hash).toBe(JSON.parse(untouched.stdout).hash);
  });

  test("has failed when that happens three times", async () => {
    const { code, stdout, stderr } = await withKilled(3);
    expect(code).toBe(3);
    const [cell] = JSON.parse(stdout).scenarios[0].points[0].cells;
    expect(cell.runs[0].failure).toMatchObject({
      kind: "crashed",
      message: "the process was ended by SIGKILL (in each of 3 attempts)",
    });
    expect(stderr.match(/the run is repeated/g)).toHaveLength(2);
  });
});
