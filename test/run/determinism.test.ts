import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { FIXTURES, workbench } from "../cli/workbench.js";

const SCENARIO = join(FIXTURES, "../../fixtures/scenarios/every-language.yaml");

/** The scenario preempts one task again and again; and the first run on a machine prepares Python. */
const TOLD = /^(warning: .* \(a preemption loop\)|preparing Python .*)\n/gm;

async function run(environment: Readonly<Record<string, string>>, ...flags: string[]): Promise<RunDocument> {
  const { code, stdout, stderr } = await workbench(["run", SCENARIO, "--json", ...flags], environment);
  expect(stderr.replaceAll(TOLD, "")).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as RunDocument;
}

describe("the same scenario and seed", () => {
  test("decide the same in every language", async () => {
    const { allocators, expectations } = await run({});
    const ran = allocators.filter(({ status }) => status === "ok").map(({ label }) => label);
    expect(ran).toEqual(expect.arrayContaining(["hierarchical", "builtin", "lua", "python", "javascript"]));
    expect(expectations.map(({ held }) => held)).toEqual([true, true]);
  });

  test("have one hash in twenty processes, whatever the zone, the language and the hash seeds of the machine", async () => {
    const hashes = new Set<string | null>();
    for (let n = 0; n < 20; n++) {
      const { hash } = await run(elsewhere(n), "--allocator=hierarchical", "--allocator=builtin");
      hashes.add(hash);
    }
    expect(hashes.size).toBe(1);
    expect(hashes).not.toContain(null);
  }, 180_000);

  test("have one hash for scripts, too", async () => {
    const scripts = ["--allocator=lua", "--allocator=python", "--allocator=javascript"];
    const hashes = new Set<string | null>();
    for (let n = 0; n < 3; n++) hashes.add((await run(elsewhere(n), ...scripts)).hash);
    expect(hashes.size).toBe(1);
    expect(hashes).not.toContain(null);
  }, 180_000);
});

/** Another machine, as far as a process can tell. */
function elsewhere(n: number): Readonly<Record<string, string>> {
  return {
    TZ: ["UTC", "Asia/Kathmandu", "America/St_Johns"][n % 3] as string,
    LANG: ["C", "tr_TR.UTF-8", "de_DE.UTF-8"][n % 3] as string,
    PYTHONHASHSEED: String(n),
  };
}
