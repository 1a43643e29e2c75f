import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { emptyFolder, workbench } from "../cli/workbench.js";

/** For what has much to do, and may take its time on a busy machine. */
const PATIENT = "--call-timeout=1m";

/** Runs the tiny scenario with its own `drf` and an allocator that does `what` in its second call. */
async function misbehave(file: string, what: string, ...flags: readonly string[]) {
  const args = [
    "run",
    "tiny.yaml",
    "--json",
    "--allocator=drf",
    `--allocator=${file}`,
    "--param",
    `${file}.does=${what}`,
  ];
  const { code, stdout, stderr } = await workbench([...args, ...flags]);
  const document = JSON.parse(stdout) as RunDocument;
  const [drf, row] = document.allocators;
  return { code, stderr, hash: document.hash, drf: drf!, row: row! };
}

let drfAlone: string;
beforeAll(async () => {
  const { stdout } = await workbench(["run", "tiny.yaml", "--json", "--allocator=drf"]);
  drfAlone = (JSON.parse(stdout) as RunDocument).allocators[0]!.decisionsHash!;
});

async function losesItsRow(
  file: string,
  what: string,
  flags: readonly string[],
  kind: string,
  cycle: number | null,
  message: string,
): Promise<void> {
  const { code, hash, drf, row, stderr } = await misbehave(file, what, ...flags);
  expect(row).toMatchObject({
    status: "failed",
    failure: { kind, cycle, message },
    decisionsHash: null,
    metrics: {},
  });
  expect(drf).toMatchObject({ status: "ok", decisionsHash: drfAlone });
  expect({ code, hash }).toEqual({ code: 3, hash: null });
  expect(stderr).toContain(`${file}: ${kind}${cycle === null ? "" : ` in cycle ${cycle}`}: `);
}

describe("an allocator that breaks loses its own row only", () => {
  test.each([
    ["misbehaving.js", "throws", [], "threw", 2, "misbehaving.js:10: Error: out of ideas"],
    ["misbehaving.c", "crashes", [], "crashed", 2, "the process was ended by SIGSEGV"],
    ["misbehaving.c", "aborts", [], "crashed", 2, "the process was ended by SIGABRT: this cannot be"],
    ["misbehaving.c", "exits", [], "crashed", 2, "the process ended with exit code 5"],
    [
      "misbehaving.c",
      "refuses",
      [],
      "loadFailed",
      null,
      "misbehaving.c#misbehaving: its create() returned no allocator",
    ],
    ["misbehaving.js", "spins", ["--call-timeout=1500ms"], "timedOut", 2, "misbehaving.js:6: no answer within 1500 ms"],
    // One operation of the virtual machine, in which it looks at no clock.
    ["misbehaving.js", "searches", ["--call-timeout=1500ms"], "timedOut", 2, "no answer within 1500 ms"],
    ["misbehaving.c", "floods", [PATIENT], "outOfMemory", 2, "more than 10485760 bytes of output in one call"],
    [
      "misbehaving.c",
      "floods",
      ["--output-limit=1MB", PATIENT],
      "outOfMemory",
      2,
      "more than 1048576 bytes of output in one call",
    ],
    [
      "misbehaving.c",
      "hoards",
      ["--memory-limit=200MB", PATIENT],
      "outOfMemory",
      2,
      "the run needs more memory than 200 MiB",
    ],
    ["misbehaving.js", "hoards", ["--memory-limit=200MB", PATIENT], "outOfMemory", 2, expect.any(String)],
    ["misbehaving.lua", "searches", ["--call-timeout=1s"], "timedOut", 2, "no answer within 1000 ms"],
    [
      "misbehaving.lua",
      "searches",
      ["--call-timeout=1s", "--lua-engine=fengari"],
      "timedOut",
      2,
      "no answer within 1000 ms",
    ],
    // Whichever sees it first: the guest's own limit, or the watch over the whole process.
    [
      "misbehaving.lua",
      "hoards",
      ["--memory-limit=200MB", PATIENT],
      "outOfMemory",
      2,
      expect.stringMatching(
        /^misbehaving\.lua:10: more than \d+ bytes of memory$|^the run needs more memory than 200 MiB$/,
      ),
    ],
  ] as const)("%s that %s %s", losesItsRow);

  test("a library that crashes when it is opened", async () => {
    const args = ["run", "tiny.yaml", "--json", "--allocator=crashes-when-opened.c", "--allocator=drf"];
    const { code, stdout } = await workbench(args);
    const [row, drf] = (JSON.parse(stdout) as RunDocument).allocators;
    expect(row).toMatchObject({ status: "failed", failure: { kind: "loadFailed", cycle: null } });
    expect(row?.failure?.message).toContain("while the library was opened: the process was ended by SIGSEGV");
    expect({ drf: drf?.status, code }).toEqual({ drf: "ok", code: 3 });
  });
});

/** These only sleep, and so keep nobody from the processor: all at once. */
describe.concurrent("a limit of time", () => {
  test.each([
    ["spins", ["--call-timeout=3s"], "no answer within 3000 ms"],
    ["naps", ["--call-timeout=3s"], "no answer within 3000 ms"],
    ["spins", ["--run-timeout=15s", "--call-timeout=none"], "the run has not ended within 15000 ms"],
  ])("ends misbehaving.c that %s %s", async (what, flags, message) => {
    await losesItsRow("misbehaving.c", what, flags, "timedOut", 2, message);
  });

  test.each([
    ["naps", "--call-timeout=none"],
    ["naps", "--call-timeout=30s"],
    ["naps", "--run-timeout=none", PATIENT],
    ["naps", "--run-timeout=1m", PATIENT],
  ])("that is lifted, or not reached, stops nobody: misbehaving.c that %s with %s", goesOn);
});

async function goesOn(what: string, ...flags: readonly string[]): Promise<void> {
  const { row } = await misbehave("misbehaving.c", what, ...flags);
  expect(row).toMatchObject({ status: "ok", failure: null });
}

describe("a limit that is lifted, or not reached, stops nobody", () => {
  test.each([
    ["floods", "--output-limit=none", PATIENT],
    ["floods", "--output-limit=25MB", PATIENT],
    ["hoards", "--memory-limit=none", PATIENT],
    ["hoards", "--memory-limit=2GB", PATIENT],
  ])("misbehaving.c that %s with %s", goesOn);
});

describe("what an allocator prints", () => {
  test("goes to stderr under its label, and stops being shown when it is too much", async () => {
    const { stderr, row } = await misbehave("misbehaving.js", "chatters");
    const lines = stderr.split("\n").filter((line) => line.startsWith("misbehaving.js| "));
    expect(lines[0]).toBe("misbehaving.js| cycle 2, 0s| line 0");
    expect(lines).toHaveLength(1021);
    expect(lines[1000]).toMatch(/^misbehaving\.js\| .* \.\.\. \d+ more lines are not shown$/);
    expect(row.status).toBe("ok");
  });
});

describe("a script that goes too deep", () => {
  test("is told so each time, whatever part of its language it goes deep in, and goes on", async () => {
    const { stderr, row } = await misbehave("misbehaving.js", "goesDeep", PATIENT);
    const lines = stderr.split("\n").filter((line) => line.startsWith("misbehaving.js| "));
    expect(lines).toHaveLength(14);
    expect(lines.filter((line) => !/: stack overflow$|\| stack overflow$/.test(line))).toEqual([]);
    expect(row.status).toBe("ok");
  });
});

describe("a limit of steps", () => {
  test("is said not to hold where nobody counts them", async () => {
    const { stderr, row } = await misbehave("misbehaving.c", "nothing", "--step-limit=1000");
    expect(stderr).toContain(
      "warning: misbehaving.c: the steps of native code are not counted, so the limit of 1000 does not hold; limit the time of a call instead",
    );
    expect(row.status).toBe("ok");
  });
});

describe("a module that cannot be used is bad input: nothing is simulated", () => {
  test.each([
    ["too-new.c", 'too-new.c#too_new: "3": the module API version must be "2"'],
    ["does-not-compile.c", "does-not-compile.c:3:25: "],
    ["misbehaving.c#elsewhere", '"elsewhere": the library has no module of this name'],
  ])("%s", async (file, complaint) => {
    const folder = emptyFolder();
    const args = ["run", "tiny.yaml", "--json", "--allocator=drf", `--allocator=${file}`, `--record=${folder}`];
    const { code, stdout, stderr } = await workbench(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(complaint);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("and everything that is wrong with any of them is said at once", async () => {
    const { stderr } = await workbench(["run", "tiny.yaml", "--allocator=too-new.c", "--allocator=does-not-compile.c"]);
    expect(stderr).toContain("too-new.c#too_new");
    expect(stderr).toContain("does-not-compile.c:3:25");
  });
});

describe("a machine without a C compiler", () => {
  test("skips what must be compiled, and fails nothing", async () => {
    const environment = { CC: "no-such-compiler", XDG_CACHE_HOME: join(emptyFolder(), "cache") };
    const args = ["run", "tiny.yaml", "--json", "--allocator=drf", "--allocator=misbehaving.c"];
    const { code, stdout } = await workbench(args, environment);
    const document = JSON.parse(stdout) as RunDocument;
    expect(document.allocators[1]).toMatchObject({
      status: "skipped",
      skipped: "misbehaving.c needs a C compiler, and there is no no-such-compiler here",
      decisionsHash: null,
    });
    expect(document.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(code).toBe(0);
  });
});
