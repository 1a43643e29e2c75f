import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/base/sha256.js";
import type { RunDocument } from "../../src/report/run-document.js";
import { emptyFolder, FIXTURES, workbench } from "../cli/workbench.js";

async function run(...flags: readonly string[]): Promise<RunDocument> {
  const { stdout, stderr } = await workbench(["run", "tiny.yaml", "--json", ...flags]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as RunDocument;
}

/** All that does not hang on the machine's clock. */
function lasting(document: RunDocument): string {
  return JSON.stringify(document).replace(/"(?:cycleMs\.\w+|[^"]*_ms(?:\/\w+)?)":[\d.e-]+/g, "");
}

describe("a run", () => {
  test("gives the same result each time, to the last digit", async () => {
    expect(lasting(await run())).toBe(lasting(await run()));
  });

  test("gives each row what it would get alone, in the order asked for", async () => {
    const [both, half, drf] = await Promise.all([
      run("--allocator=half", "--allocator=drf"),
      run("--allocator=half"),
      run("--allocator=drf"),
    ]);
    expect(both.allocators.map(({ label }) => label)).toEqual(["half", "drf"]);
    expect(both.allocators[0]?.decisionsHash).toBe(half.allocators[0]?.decisionsHash);
    expect(both.allocators[1]?.decisionsHash).toBe(drf.allocators[0]?.decisionsHash);
    expect(new Set([both.hash, half.hash, drf.hash]).size).toBe(3);
  });

  test("with another seed has another hash", async () => {
    const [three, four] = await Promise.all([run("--seed=3"), run("--seed=4")]);
    expect(three.hash).not.toBe(four.hash);
    expect([three.seed, four.seed]).toEqual([3, 4]);
  });

  test("knows the built-in by Mesos' own name", async () => {
    const { allocators } = await run("--allocator=HierarchicalDRF");
    expect(allocators[0]).toMatchObject({ label: "HierarchicalDRF", name: "hierarchical", language: "builtin" });
  });
});

describe("the journal of a run", () => {
  test("goes to a file for one row, and its hash from line 2 on is the row's", async () => {
    const file = join(emptyFolder(), "drf.jsonl");
    const { allocators } = await run("--allocator=drf", `--record=${file}`);
    const journal = readFileSync(file, "utf8");
    expect(sha256(journal.slice(journal.indexOf("\n") + 1))).toBe(allocators[0]?.decisionsHash);
    expect(JSON.parse(journal.slice(0, journal.indexOf("\n")))).toMatchObject({ journal: 1, agentOrder: "id" });
  });

  test("is packed when the file is named so", async () => {
    const folder = emptyFolder();
    await run("--allocator=drf", `--record=${join(folder, "plain.jsonl")}`);
    await run("--allocator=drf", `--record=${join(folder, "packed.jsonl.gz")}`);
    const packed = gunzipSync(readFileSync(join(folder, "packed.jsonl.gz"))).toString();
    expect(packed).toBe(readFileSync(join(folder, "plain.jsonl"), "utf8"));
  });

  test("goes to a folder for several rows, one file each and nothing else", async () => {
    const folder = join(emptyFolder(), "new", "folder");
    await run(`--record=${folder}`);
    expect(readdirSync(folder).sort()).toEqual(["drf.jsonl", "half.jsonl"]);
  });

  test("is decided alike when it is replayed", async () => {
    const folder = emptyFolder();
    await run(`--record=${folder}`);
    const files = ["drf.jsonl", "half.jsonl"].map((name) => join(folder, name));
    const { code, stdout } = await workbench(["replay", "--json", ...files]);
    const { journals } = JSON.parse(stdout) as { journals: { identical: boolean; offers: number }[] };
    expect(journals.map(({ identical }) => identical)).toEqual([true, true]);
    expect(journals[0]?.offers).toBeGreaterThan(0);
    expect(code).toBe(0);
  });

  test.each([
    ["tiny.yaml", "a file takes the journal of one allocator, and there are 2"],
    ["new.jsonl", "a file takes the journal of one allocator, and there are 2"],
    ["tiny.yaml/journals", "the folder cannot be made (ENOTDIR)"],
    ["--allocator=drf nowhere/drf.jsonl", "the journal cannot be written here (ENOENT)"],
  ])("cannot go to %s", async (where, rule) => {
    const words = where.split(" ");
    const { code, stdout, stderr } = await workbench([
      "run",
      "tiny.yaml",
      ...words.slice(0, -1),
      `--record=${words.at(-1)}`,
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(rule);
    expect(existsSync(join(FIXTURES, "new.jsonl"))).toBe(false);
  });
});

describe("--out", () => {
  test("writes the document and the report, whole", async () => {
    const folder = join(emptyFolder(), "out");
    const document = await run(`--out=${folder}`);
    expect(readdirSync(folder).sort()).toEqual([
      "offers.parquet",
      "run.json",
      "run.txt",
      "series.parquet",
      "tasks.parquet",
    ]);
    expect(JSON.parse(readFileSync(join(folder, "run.json"), "utf8"))).toEqual(document);
    expect(readFileSync(join(folder, "run.txt"), "utf8")).toContain(`hash    ${document.hash}`);
  });
});
