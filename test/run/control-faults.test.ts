import { describe, expect, test } from "vitest";
import { controlFaults } from "../../src/run/control-faults.js";
import type { Expectation } from "../../src/scenario/scenario.js";

function expectation(text: string, unaffected = false, entry = 0): Expectation {
  return { kind: "metric", text, allocator: "drf", metric: "jain", comparison: "above", bound: 0, entry, unaffected };
}

function result(held: boolean | null) {
  return { text: "", allocator: "drf", held, actual: null, reason: null };
}

describe("under a control", () => {
  test("what it takes away has to fail", () => {
    expect(controlFaults([expectation("a")], [result(false)])).toEqual([]);
    expect(controlFaults([expectation("a")], [result(true)])).toEqual(["under the control it still holds: a"]);
  });

  test("what it leaves alone has to hold", () => {
    expect(controlFaults([expectation("a", true)], [result(true)])).toEqual([]);
    expect(controlFaults([expectation("a", true)], [result(false)])).toEqual([
      "under the control it must still hold: a",
    ]);
  });

  test("one of two bounds to a figure is enough to fail; all of them are to hold", () => {
    const range = [expectation("a"), expectation("b")];
    expect(controlFaults(range, [result(true), result(false)])).toEqual([]);
    expect(controlFaults(range, [result(true), result(true)])).toEqual(["under the control it still holds: a and b"]);
    const marked = [expectation("a", true), expectation("b", true)];
    expect(controlFaults(marked, [result(true), result(true)])).toEqual([]);
    expect(controlFaults(marked, [result(false), result(true)])).toEqual([
      "under the control it must still hold: a and b",
    ]);
    expect(controlFaults([expectation("a"), expectation("b", false, 1)], [result(true), result(false)])).toEqual([
      "under the control it still holds: a",
    ]);
  });

  test("what could not be judged does not count", () => {
    expect(controlFaults([expectation("a"), expectation("b", true, 1)], [result(null), result(null)])).toEqual([]);
  });
});
