import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FailureDocument, RunDocument } from "../../src/report/run-document.js";
import { emptyFolder, FIXTURES, workbench } from "../cli/workbench.js";

/** An empty folder with a scenario and an allocator that does what it is told in its second call. */
function folderWith(file: string): string {
  const folder = emptyFolder();
  for (const name of ["tiny.yaml", file]) cpSync(join(FIXTURES, name), join(folder, name));
  return folder;
}

/** Runs the tiny scenario with an allocator that does `what`. */
async function run(folder: string, file: string, what: string, ...flags: readonly string[]) {
  const args = ["run", "tiny.yaml", "--json", `--allocator=${file}`, "--param", `${file}.does=${what}`, ...flags];
  const { code, stdout, stderr } = await workbench(args, {}, folder);
  const { failure } = (JSON.parse(stdout) as RunDocument).allocators[0]!;
  return { code, stderr, failure: failure as FailureDocument };
}

/** Runs the command that a failure tells. */
async function replay(folder: string, command: string) {
  const [program, ...words] = command.split(" ");
  expect(program).toBe("workbench");
  const { code, stdout } = await workbench([...words, "--json"], {}, folder);
  const { journals } = JSON.parse(stdout) as {
    journals: { error: string | null; failure?: object; survived?: object }[];
  };
  return { code, journal: journals[0]! };
}

function linesOf(path: string): string[] {
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

describe("an allocator that fails leaves a journal, and its replay fails in the same way", () => {
  test.each([
    ["misbehaving.js", "throws", []],
    ["misbehaving.js", "spins", ["--call-timeout=2s"]],
    ["misbehaving.lua", "throws", []],
    ["misbehaving.py", "throws", ["--call-timeout=1m"]],
    ["misbehaving.c", "crashes", []],
    ["misbehaving.c", "exits", []],
    ["misbehaving.c", "spins", ["--call-timeout=2s"]],
    ["misbehaving.c", "hoards", ["--memory-limit=200MB", "--call-timeout=1m"]],
  ])("%s that %s", async (file, what, flags) => {
    const folder = folderWith(file);
    const { code, failure } = await run(folder, file, what, ...flags);
    expect({ code, journal: failure.journal }).toEqual({ code: 3, journal: `${file}.failed.jsonl` });
    const again = await replay(folder, failure.replay!);
    const { kind, message, cycle } = failure;
    expect(again).toMatchObject({ code: 3, journal: { failure: { kind, message, cycle } } });
  });

  test("in whose last line stands the operation that it was asked about, without decisions", async () => {
    const folder = folderWith("misbehaving.js");
    await run(folder, "misbehaving.js", "throws");
    const lines = linesOf(join(folder, "misbehaving.js.failed.jsonl"));
    expect(JSON.parse(lines[0]!)).toMatchObject({
      journal: 1,
      source: "workbench tiny: misbehaving.js",
      failure: { kind: "threw", message: "misbehaving.js:10: Error: out of ideas", cycle: 2 },
      seed: 3,
    });
    expect(lines.at(-1)).toBe('{"t":0,"op":"addAgent","agent":"agent-002","total":"cpus:4;mem:4096","used":[]}');
  });

  test("which tells names of which nothing has happened yet, so that ids are as they were", async () => {
    const folder = folderWith("misbehaving.js");
    await run(folder, "misbehaving.js", "throws");
    const { failure } = JSON.parse(linesOf(join(folder, "misbehaving.js.failed.jsonl"))[0]!);
    expect(failure.names).toEqual({
      agents: ["agent-001", "agent-002"],
      frameworks: ["nightly", "web"],
      roles: ["*", "batch", "prod"],
      resourceKeys: ["cpus", "mem"],
    });
  });

  test("however much happened before it failed", async () => {
    const folder = folderWith("misbehaving.js");
    const { failure } = await run(folder, "misbehaving.js", "throws", "--param", "misbehaving.js.at=40");
    expect(failure.cycle).toBe(40);
    expect((await replay(folder, failure.replay!)).journal).toMatchObject({ failure: { kind: "threw", cycle: 40 } });
  });
});

describe("the replay of a failure", () => {
  test("by an allocator that answers the call holds, and says so", async () => {
    const folder = folderWith("misbehaving.js");
    await run(folder, "misbehaving.js", "throws");
    const args = ["replay", "misbehaving.js.failed.jsonl", "--allocator=misbehaving.js"];
    const [plain, json] = await Promise.all([
      workbench(args, {}, folder),
      replay(folder, `workbench ${args.join(" ")}`),
    ]);
    expect(plain.code).toBe(0);
    expect(plain.stdout).toContain(
      "the call that failed then is answered now (then: threw in cycle 2: misbehaving.js:10: Error: out of ideas)",
    );
    expect(json).toMatchObject({ code: 0, journal: { identical: true, survived: { kind: "threw", cycle: 2 } } });
  });

  test("by one that decides otherwise before it comes there shows the difference, as ever", async () => {
    const folder = folderWith("misbehaving.js");
    await run(folder, "misbehaving.js", "throws", "--param", "misbehaving.js.at=40");
    const args = ["replay", "misbehaving.js.failed.jsonl", "--allocator=hierarchical"];
    const { code, stdout } = await workbench(args, {}, folder);
    expect({ code, isTold: stdout.includes("first difference at line") }).toEqual({ code: 1, isTold: true });
  });
});

describe("the journal of a failure", () => {
  test("is not written by an allocator that does not fail", async () => {
    const folder = folderWith("misbehaving.js");
    expect((await run(folder, "misbehaving.js", "nothing")).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["misbehaving.js", "tiny.yaml"]);
  });

  test("nor by one that fails while it is loaded: to run it again is to see it again", async () => {
    const folder = folderWith("misbehaving.js");
    writeFileSync(join(folder, "misbehaving.js"), "nonsense(;");
    const { code, failure } = await run(folder, "misbehaving.js", "nothing");
    expect(code).toBe(3);
    expect(failure).toMatchObject({ kind: "loadFailed", cycle: null, journal: null, replay: null, noJournal: null });
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test("goes to --out where that is given", async () => {
    const folder = folderWith("misbehaving.js");
    const { failure } = await run(folder, "misbehaving.js", "throws", "--out=results");
    expect(failure.journal).toBe(join("results", "misbehaving.js.failed.jsonl"));
    expect(readdirSync(folder)).not.toContain("misbehaving.js.failed.jsonl");
    expect((await replay(folder, failure.replay!)).code).toBe(3);
  });

  test("takes the place of an earlier one, and of nothing else", async () => {
    const folder = folderWith("misbehaving.js");
    const mine = join(folder, "misbehaving.js.failed.jsonl");
    writeFileSync(mine, "my own notes\n");
    const first = await run(folder, "misbehaving.js", "throws");
    const second = await run(folder, "misbehaving.js", "throws", "--param", "misbehaving.js.at=3");
    expect([first.failure.journal, second.failure.journal]).toEqual([
      "misbehaving.js-2.failed.jsonl",
      "misbehaving.js-2.failed.jsonl",
    ]);
    expect(readFileSync(mine, "utf8")).toBe("my own notes\n");
    expect((await replay(folder, second.failure.replay!)).journal).toMatchObject({ failure: { cycle: 3 } });
  });

  test("that cannot be written costs nothing but itself", async () => {
    const folder = folderWith("misbehaving.js");
    mkdirSync(join(folder, "misbehaving.js.failed.jsonl"));
    const { code, failure, stderr } = await run(folder, "misbehaving.js", "throws");
    expect(code).toBe(3);
    expect(failure).toMatchObject({ kind: "threw", cycle: 2, journal: null });
    expect(failure.noJournal).toBe("misbehaving.js.failed.jsonl cannot be written (EISDIR)");
    expect(stderr).toContain("no journal of it: misbehaving.js.failed.jsonl cannot be written (EISDIR)");
  });
});

describe("what an allocator was given besides its journal stands in the command", () => {
  test("with the types that it had", async () => {
    const folder = folderWith("misbehaving.js");
    writeFileSync(
      join(folder, "types.js"),
      "export function decide(cluster) { throw new Error(JSON.stringify(cluster.parameters)); }",
    );
    const scenario = readFileSync(join(folder, "tiny.yaml"), "utf8").replace(
      /allocators:.*/s,
      'allocators:\n  - { label: the types, use: types.js, parameters: { version: "10", count: 10, on: true, name: plain } }\n',
    );
    writeFileSync(join(folder, "types.yaml"), scenario);
    const { stdout } = await workbench(["run", "types.yaml", "--json"], {}, folder);
    const failure = (JSON.parse(stdout) as RunDocument).allocators[0]!.failure!;
    expect(failure.replay).toBe(
      "workbench replay 'the types.failed.jsonl' --allocator=types.js --param 'version=\"10\"' --param count=10 --param on=true --param name=plain",
    );
    const words = ["--param", 'version="10"', "--param", "count=10", "--param", "on=true", "--param", "name=plain"];
    const again = await workbench(["replay", "the types.failed.jsonl", "--allocator=types.js", ...words], {}, folder);
    expect(again.stderr).toContain(failure.message);
    expect(failure.message).toContain('{"version":"10","count":10,"on":true,"name":"plain"}');
  });
});
