import { describe, expect, test } from "vitest";
import { mergeMessages } from "../../../src/kinds/isolator/merge-messages.js";

describe("merging two messages", () => {
  test("replaces values, appends lists, and merges messages within", () => {
    const earlier = { a: 1, list: [1], inner: { x: 1, list: ["p"] } };
    const later = { a: 2, list: [1, 2], inner: { y: 2, list: ["q"] } };
    expect(mergeMessages<object>(earlier, later)).toEqual({
      a: 2,
      list: [1, 1, 2],
      inner: { x: 1, y: 2, list: ["p", "q"] },
    });
    expect(earlier).toEqual({ a: 1, list: [1], inner: { x: 1, list: ["p"] } });
  });

  test("takes null for not set, on either side and at every depth", () => {
    expect(mergeMessages<object>({ a: 1, b: null }, { a: null, inner: { x: null } })).toEqual({ a: 1, inner: {} });
  });

  test("takes what is later where the two are not of one kind", () => {
    expect(mergeMessages<object>({ a: [1], b: { x: 1 } }, { a: { y: 1 }, b: [2] })).toEqual({ a: { y: 1 }, b: [2] });
  });

  test("lets a module write no prototype", () => {
    const merged = mergeMessages<object>({}, JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(Object.keys(merged)).toEqual(["__proto__"]);
  });
});
