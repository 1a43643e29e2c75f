import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { editorSchema } from "../../../src/scenario/schema/editor-schema.js";
import { scenarioSchema } from "../../../src/scenario/schema/scenario-schema.js";
import { SMALL } from "../../fixtures/scenarios/load-text.js";

const ROOT = resolve(import.meta.dirname, "../../..");
const SCHEMA = editorSchema(scenarioSchema());
const takes = new Ajv2020({ strict: false }).compile(SCHEMA);

function isTaken(text: string): boolean {
  return takes(parse(text, { merge: true }));
}

describe("the schema for editors", () => {
  it("is what the build wrote", () => {
    expect(JSON.parse(readFileSync(join(ROOT, "src/scenario/scenario.schema.json"), "utf8"))).toEqual(SCHEMA);
  });

  it("is valid draft 2020-12", () => {
    expect(new Ajv2020().validateSchema(SCHEMA)).toBe(true);
  });

  it("takes every shipped scenario", () => {
    const files = readdirSync(join(ROOT, "scenarios")).filter((name) => name.endsWith(".yaml"));
    expect(files.length).toBeGreaterThan(5);
    const wrong = files.filter((name) => !isTaken(readFileSync(join(ROOT, "scenarios", name), "utf8")));
    expect(wrong).toEqual([]);
  });

  it.each([
    ["a list where a single value belongs", "duration: [30m, 1h]"],
    ["an axis map there", "duration: { axis: [30m, 1h] }"],
    ["an axis among choices", "agentOrder: [id, shuffle]"],
    ["an axis of a word and a map", 'roles: { prod: { quota: [none, { guarantees: "cpus:1" }] } }'],
    ["an axis map where a list has a meaning", "hooks: { axis: [a, b] }"],
    ["seeds", "seed: [1, 2]"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of a scenario
    ["a parameter where a number belongs", 'seed: "${seed}"'],
    ["an axis of a parameter", "parameters: { load: [0.5, 0.9] }"],
    [
      "an axis of a row",
      "allocators: [{ use: hierarchical, parameters: { x: [1, 2] }, overrides: { duration: [1h, 2h] } }]",
    ],
  ])("takes %s", (_what, line) => {
    expect(isTaken(`${SMALL}${line}\n`)).toBe(true);
  });

  it.each([
    ["an axis of wrong values", "agentOrder: [id, random]"],
    ["an axis without values", "duration: []"],
    ["an axis of what a list holds already", "minAllocatable: { axis: [[], []] }"],
    ["names that vary", "name: [a, b]"],
    ["labels that vary", "allocators: [{ use: hierarchical, label: [a, b] }]"],
    ["an unknown key", "durration: [30m, 1h]"],
  ])("refuses %s", (_what, line) => {
    expect(isTaken(`${SMALL}${line}\n`)).toBe(false);
  });

  it("keeps what an editor shows of a key beside it, for values and axes alike", () => {
    const { properties } = SCHEMA as { properties: Record<string, { description?: string; anyOf?: unknown[] }> };
    expect(properties.duration?.description).toMatch(/virtual time/);
    expect(properties.duration?.anyOf).toHaveLength(4);
    expect(properties.agents?.anyOf).toBeUndefined();
  });
});
