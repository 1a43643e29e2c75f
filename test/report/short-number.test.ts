import { expect, test } from "vitest";
import { short } from "../../src/report/short-number.js";

test("a number has about three digits", () => {
  expect([0, 0.12345, 1.2345, 12.345, 123.45].map(short)).toEqual(["0", "0.123", "1.23", "12.3", "123"]);
});

test("a number of five digits or more has its thousands told apart", () => {
  expect([1510, 9999, 10_000, 987_853.2, 1_000_000, -12_345, -1234].map(short)).toEqual([
    ...["1510", "9999", "10,000", "987,853", "1,000,000", "-12,345", "-1234"],
  ]);
});
