import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { RunDocument } from "../../src/report/run-document.js";
import { runScenarioFile } from "./run-scenario-file.js";

const FOLDER = resolve(import.meta.dirname, "../../scenarios");
const TRACES = process.env.WORKBENCH_TRACES;

const scenarios = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => ({
    name: basename(name, ".yaml"),
    file: join(FOLDER, name),
    isTrace: /^trace:/m.test(readFileSync(join(FOLDER, name), "utf8")),
  }));

/** What the machine lacks costs no scenario its answer; whatever else fails does. */
function failures({ allocators, expectations }: RunDocument): string[] {
  const failed = allocators.flatMap(({ label, failure }) => (failure === null ? [] : `${label}: ${failure.message}`));
  const open = expectations.filter(({ held, reason }) => held === null && !reason?.includes("skipped"));
  return [...failed, ...open.map(({ text, reason }) => `${text}: ${reason}`)];
}

describe("the catalogue", () => {
  test("names each scenario by its file", () => {
    const names = scenarios.map(({ file }) => (parse(readFileSync(file, "utf8")) as { name: string }).name);
    expect(names).toEqual(scenarios.map(({ name }) => name));
  });

  describe.each(scenarios)("$name", ({ file, isTrace }) => {
    // With the traces of a year only the built-in is quick enough.
    const flags = isTrace ? { allocator: ["hierarchical"], param: [`traces=${TRACES}`] } : {};

    test.skipIf(isTrace && TRACES === undefined)("shows what it says", async () => {
      const { document } = await runScenarioFile(file, false, flags);
      expect(isTrace ? [] : failures(document)).toEqual([]);
      expect(document.expectations.filter(({ held }) => held === false)).toEqual([]);
      expect(document.expectations.filter(({ held }) => held === true)).not.toEqual([]);
    });

    test.skipIf(isTrace && TRACES === undefined)("does not show it under its control", async () => {
      const { document, controlFaults } = await runScenarioFile(file, true, flags);
      expect(isTrace ? [] : failures(document)).toEqual([]);
      expect(controlFaults).toEqual([]);
      expect(document.expectations.filter(({ held }) => held === false)).not.toEqual([]);
    });
  });
});
