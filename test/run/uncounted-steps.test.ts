import { expect, test } from "vitest";
import { uncountedSteps } from "../../src/run/uncounted-steps.js";

test("who asks for a limit of steps is told where nobody counts them", () => {
  expect(uncountedSteps("mine", "native", 1000)).toEqual([
    "mine: the steps of native code are not counted, so the limit of 1000 does not hold; limit the time of a call instead",
  ]);
});

test("and nobody is told anything where they are counted, or where no limit was asked for", () => {
  for (const language of ["lua", "python", "javascript", "builtin"] as const) {
    expect(uncountedSteps("mine", language, 1000)).toEqual([]);
  }
  expect(uncountedSteps("mine", "native", null)).toEqual([]);
});
