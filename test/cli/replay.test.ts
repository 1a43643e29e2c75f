import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import { NO_DECISIONS } from "../../src/allocator/decisions.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { type ReplayOptions, replayInProcess, runReplay } from "../../src/cli/replay.js";
import { HEADER, journalFolder, ONE_OFFER } from "../journal/journal-file-fixture.js";

const folder = journalFolder();
const RECORDED = join(import.meta.dirname, "..", "fixtures", "journals", "virtual-node-name.jsonl");

const ALLOCATORS: Readonly<Record<string, AllocatorFactory>> = {
  hierarchical: createHierarchical,
  idle: () => ({ triggers: [], decide: () => NO_DECISIONS, gauges: () => [], close() {} }),
  broken: () => ({
    triggers: [],
    decide: () => {
      throw new Error("no idea");
    },
    gauges: () => [],
    close() {},
  }),
};

async function replayed(over: Partial<ReplayOptions>) {
  let stdout = "";
  let stderr = "";
  const options = {
    journals: [RECORDED],
    allocators: ["hierarchical"],
    json: false,
    quiet: false,
    debug: false,
    ...over,
  };
  const console = {
    result: (text: string) => {
      stdout += text;
    },
    note: (line: string) => {
      stderr += `${line}\n`;
    },
    details: (text: string) => {
      stderr += `${text}\n`;
    },
  };
  const code = await runReplay(
    options,
    console,
    replayInProcess((name) => ALLOCATORS[name] as AllocatorFactory),
  );
  const withoutTimes = stdout.replaceAll(/[\d.]+ ms/g, "N ms");
  return { code, stdout: withoutTimes, stderr };
}

describe("workbench replay", () => {
  it("prints a line per journal and exits with 0 when all are identical", async () => {
    expect(await replayed({})).toEqual({
      code: 0,
      stdout: `${RECORDED}: identical: 6 operations, 3 offers, N ms (no cycle)\n`,
      stderr: "",
    });
  });

  it("shows expected beside actual and exits with 1 when an allocator decides otherwise", async () => {
    const file = folder.write("j.jsonl", [HEADER, ...ONE_OFFER]);
    const { code, stdout, stderr } = await replayed({ journals: [file], allocators: ["idle"] });
    expect(code).toBe(1);
    expect(stderr).toBe("");
    expect(stdout.replaceAll(file, "j.jsonl")).toMatchInlineSnapshot(`
      "j.jsonl: different
        first difference at line 3
        expected                    | actual
        web prod a1 cpus:4;mem:1024 | -
        dominant shares with the actual offers:
          web in prod: 0.000000
      "
    `);
  });

  it("refuses a journal with all that is wrong with it, replays the others, and exits with 2", async () => {
    const bad = folder.write("bad.jsonl", [HEADER, '{"t":0,"op":"fly"}', '{"t":0,"op":"swim"}']);
    const { code, stdout, stderr } = await replayed({
      journals: [bad, RECORDED],
      allocators: ["hierarchical", "idle"],
    });
    expect(code).toBe(2);
    expect(stderr.split("\n").filter((line) => line.startsWith(`${bad}:2:8: "fly"`))).toHaveLength(2);
    expect(stdout).toContain(`${RECORDED} (hierarchical): identical`);
    expect(stdout).toContain(`${RECORDED} (idle): different`);
  });

  it("says in which cycle an allocator broke, with the stack only for --debug, and exits with 3", async () => {
    const plain = await replayed({ allocators: ["broken"] });
    expect(plain).toEqual({ code: 3, stdout: "", stderr: `${RECORDED}: broken: threw in cycle 1: no idea\n` });
    const debug = await replayed({ allocators: ["broken"], debug: true });
    expect(debug.stderr).toContain("at Object.decide");
  });

  it("lets a broken allocator go before a difference, and a refused journal before both", async () => {
    expect((await replayed({ allocators: ["idle", "broken"] })).code).toBe(3);
    const missing = join(RECORDED, "..", "missing.jsonl");
    expect((await replayed({ journals: [missing, RECORDED], allocators: ["idle", "broken"] })).code).toBe(2);
  });

  it("prints one JSON document with --json and nothing else on stdout", async () => {
    const missing = join(RECORDED, "..", "missing.jsonl");
    const file = folder.write("j.jsonl", [HEADER, ...ONE_OFFER]);
    const { stdout } = await replayed({
      journals: [RECORDED, missing, file],
      allocators: ["hierarchical", "idle"],
      json: true,
    });
    const { journals } = JSON.parse(stdout);
    expect(journals).toHaveLength(6);
    expect(journals[0]).toMatchObject({
      file: RECORDED,
      allocator: "hierarchical",
      identical: true,
      operations: 6,
      offers: 3,
      error: null,
      firstDifference: null,
      timing: { totalMs: expect.any(Number), allocateMs: { count: 0, p50: null, p95: null, max: null } },
    });
    expect(journals[2]).toMatchObject({ identical: false, error: expect.stringContaining("cannot be read") });
    expect(journals[5].firstDifference).toMatchObject({ line: 3, expected: [{ agent: "a1" }], actual: [] });
  });

  it("keeps stdout empty with --quiet; what is wrong still goes to stderr", async () => {
    expect(await replayed({ quiet: true })).toEqual({ code: 0, stdout: "", stderr: "" });
    const { stdout, stderr } = await replayed({ quiet: true, allocators: ["idle"] });
    expect(stdout).toBe("");
    expect(stderr).toContain("first difference at line 5");
  });
});
