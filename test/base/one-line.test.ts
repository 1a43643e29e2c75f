import { expect, test } from "vitest";
import { oneLine } from "../../src/base/one-line.js";

test("what comes from elsewhere cannot break the line or steer the terminal", () => {
  expect(oneLine("first\n  second\r\nthird\n")).toBe("first second third");
  expect(oneLine("\u001b[31mred\u0007\u009b")).toBe("[31mred");
});
