import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { workbench } from "./workbench.js";

const SCENARIO_FOLDER = resolve(import.meta.dirname, "../../scenarios");

/** Those that take a second each; the longer ones run in tests of their own. */
const SCENARIOS = ["authentication", "memory-limits", "usage-slack"];

describe("the shipped scenario", () => {
  it.each(SCENARIOS)("%s holds all that it expects", async (name) => {
    const { code, stdout, stderr } = await workbench(["run", join(SCENARIO_FOLDER, `${name}.yaml`), "--json"]);
    const expectations = (JSON.parse(stdout) as { expectations: { text: string; held: boolean | null }[] })
      .expectations;
    expect(expectations.filter(({ held }) => held !== true)).toEqual([]);
    expect(code, stderr).toBe(0);
  });
});
