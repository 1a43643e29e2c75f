import { describe, expect, it, onTestFinished } from "vitest";
import type { ParameterValue } from "../../../src/allocator/allocator.js";
import { type AllocatorSource, loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { scratchFile } from "../../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions, RandomHistory } from "../../fixtures/random-history.js";
import { LIMITS, modulesFile } from "./opened-fixture.js";

async function load(source: AllocatorSource, parameters: Readonly<Record<string, ParameterValue>> = {}) {
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters, seed: 1 };
  const allocator = await loadAllocator(source, context, LIMITS);
  onTestFinished(() => allocator.close());
  return { directory, allocator };
}

async function decisionsOf(source: AllocatorSource, parameters: Readonly<Record<string, ParameterValue>> = {}) {
  const { directory, allocator } = await load(source, parameters);
  const history = new RandomHistory(1, directory, allocator);
  return Array.from({ length: 100 }, () => history.step().decisions);
}

const LANGUAGES = [
  { language: "javascript", file: "m.js", barren: "export const m = { kind: 'Allocator', create: () => ({}) };" },
  {
    language: "lua",
    file: "m.lua",
    barren: "return { m = { kind = 'Allocator', create = function() return {} end } }",
  },
  { language: "python", file: "m.py", barren: "m = {'kind': 'Allocator', 'create': lambda parameters: {}}" },
] as const;

describe.each(LANGUAGES)("an allocator module in $language", ({ language, file, barren }) => {
  const path = modulesFile(language, "kinds");

  it("decides as itself when it has no create(), the same in every language", async () => {
    const decisions = await decisionsOf({ path, symbol: "org_example_plain_allocator" });
    expect(decisions.flatMap(({ offers }) => offers).length).toBeGreaterThan(5);
    const reference = { path: modulesFile("javascript", "kinds"), symbol: "org_example_plain_allocator" };
    expect(decisions).toEqual(await decisionsOf(reference));
  });

  it("is what create() gives for the parameters, of which the scenario's are texts", async () => {
    const { allocator } = await load({ path, symbol: "org_example_allocator" }, { triggers: "recoverResources" });
    expect(allocator.triggers).toEqual(["recoverResources"]);
  });

  it("gets a manifest's parameters in order and with repeated keys (M28)", async () => {
    const moduleParameters = ["recoverResources", "requestResources"].map((value) => ({ key: "triggers", value }));
    const source = { path, symbol: "org_example_allocator", moduleParameters };
    const { allocator } = await load(source, { triggers: "neither" });
    expect(allocator.triggers).toEqual(["requestResources"]);
  });

  it.each([
    ["org_example_allocators", "the script has no module of this name"],
    ["org_example_hook", "the module is of kind Hook, not Allocator"],
    ["org_example_allocator", "its create() returned no allocator"],
  ])("is not loaded when there is none: %s", async (symbol, message) => {
    await expect(load({ path, symbol })).rejects.toMatchObject({
      kind: "loadFailed",
      message: `${path}#${symbol}: ${message}`,
    });
  });

  it("is not loaded when it cannot decide", async () => {
    const source = { path: scratchFile(file, barren), symbol: "m" };
    await expect(load(source)).rejects.toThrow(`${source.path}#m: its allocator has no decide function`);
  });
});
