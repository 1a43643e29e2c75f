import { describe, expect, it } from "vitest";
import type { ModuleParameter } from "../../../src/kinds/module-parameter.js";
import { type Complete, DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { createReferenceTestModule } from "../../../src/kinds/test-module/reference-test-module.js";
import { TEST_MODULE_METHODS, type TestModule } from "../../../src/kinds/test-module/test-module.js";
import { TestModuleOverCalls } from "../../../src/kinds/test-module/test-module-over-calls.js";

function parameters(...pairs: readonly (readonly [key: string, value: string])[]): ModuleParameter[] {
  return pairs.map(([key, value]) => ({ key, value }));
}

function made(...pairs: readonly (readonly [key: string, value: string])[]): TestModule {
  const creation = createReferenceTestModule(parameters(...pairs));
  if (creation.kind === "failed") throw new Error(creation.message);
  return creation.instance;
}

/** The module at the far side of a border: what crosses has to survive as JSON. */
function overJson(module: TestModule): TestModule {
  return new TestModuleOverCalls((method, input, complete) => {
    const values = Object.values(JSON.parse(JSON.stringify(input)));
    const answer = (module as unknown as Record<string, (...args: unknown[]) => unknown>)[method]?.(...values);
    complete(ready(JSON.parse(JSON.stringify(answer))));
  });
}

describe.each([
  ["in place", (module: TestModule) => module],
  ["over a border", overJson],
])("the reference TestModule %s (M30)", (_where, reach) => {
  it("adds a character's code and a number: foo('A', 1024) is 1089", () => {
    expect(reach(made()).foo("A", 1024)).toBe(1089);
  });

  it("multiplies and cuts the fraction off: bar(0.5, 10.8) is 5 (D28)", () => {
    expect(reach(made()).bar(0.5, 10.8)).toBe(5);
    expect(reach(made()).bar(-0.5, 10.8)).toBe(-5);
  });

  it("takes the first factor of bar in single precision, as a C float", () => {
    expect(Math.trunc(0.7 * 10)).toBe(7);
    expect(reach(made()).bar(0.7, 10)).toBe(6);
  });

  it("sums in baz when the operation is sum: baz(5, 10) is 15", () => {
    expect(reach(made(["operation", "sum"])).baz(5, 10)).toBe(15);
  });

  it.each([
    ["no parameter", []],
    ["an empty key", [["", "sum"]]],
    ["an unknown key", [["operations", "sum"]]],
  ] as const)("is created with %s, and baz is -1", (_case, pairs) => {
    expect(reach(made(...pairs)).baz(5, 10)).toBe(-1);
  });

  it("shows the very parameters that it was given, repeated keys included (M28, M29)", () => {
    const pairs = [
      ["foo", "foovalue"],
      ["foo", "other"],
    ] as const;
    expect(reach(made(...pairs)).parameters()).toEqual(parameters(...pairs));
  });
});

describe("creating the reference TestModule (M30)", () => {
  it.each([
    ["", 'the parameter operation is "": the only operation is sum'],
    ["X", 'the parameter operation is "X": the only operation is sum'],
  ])("is refused for the operation %j", (value, message) => {
    expect(createReferenceTestModule(parameters(["operation", value]))).toEqual({ kind: "failed", message });
  });

  it("goes by the later of equal keys", () => {
    expect(made(["operation", "X"], ["operation", "sum"]).baz(1, 2)).toBe(3);
    expect(createReferenceTestModule(parameters(["operation", "sum"], ["operation", "X"])).kind).toBe("failed");
  });

  it("makes a new instance each time (M32)", () => {
    expect(made()).not.toBe(made());
  });
});

describe("a TestModule in another language", () => {
  it("is called by the methods' own names, with the input that the table lists", () => {
    const calls: Record<string, string[]> = {};
    const module = new TestModuleOverCalls((method, input, complete) => {
      calls[method] = Object.keys(input);
      complete(ready(method === "parameters" ? [] : 0));
    });
    module.foo("A", 1);
    module.bar(1, 1);
    module.baz(1, 1);
    module.parameters();
    const listed = Object.entries(TEST_MODULE_METHODS).map(([name, { input }]) => [name, Object.keys(input)]);
    expect(calls).toEqual(Object.fromEntries(listed));
  });

  it.each<[string, (complete: Complete<unknown>) => void, string]>([
    ["fails", (complete) => complete(failed("no such thing")), "foo failed: no such thing"],
    ["discards", (complete) => complete(DISCARDED), "foo was discarded"],
    ["does not answer", () => undefined, "foo failed: foo is to answer at once, and did not"],
    ["answers a text", (complete) => complete(ready("1089")), 'whole number of 32 bits, not "1089"'],
    ["answers half", (complete) => complete(ready(0.5)), "whole number of 32 bits, not 0.5"],
  ])("that %s is said to", (_case, end, message) => {
    const module = new TestModuleOverCalls((_method, _input, complete) => end(complete));
    expect(() => module.foo("A", 1)).toThrow(message);
  });

  it.each([["operation=sum"], [[{ key: "operation" }]], [[null]]])("may not have %j for parameters", (answer) => {
    const module = new TestModuleOverCalls((_method, _input, complete) => complete(ready(answer)));
    expect(() => module.parameters()).toThrow("parameters is to answer with a list of key and value");
  });
});
