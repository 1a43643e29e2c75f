import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INAPPLICABLE_RULES } from "./inapplicable-rules.js";

/** How many numbered rules the module facts have that this folder answers for. */
const RULES = { M: 38, V: 11, K: 2, D: 30 };

const ALL = Object.entries(RULES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`),
);

/** The first text of a call to it or describe, or of the call that `each` or `skipIf` made of it. */
const TITLE = /(?:\b(?:it|describe)\(|\]?\)\()\s*(["`])((?:(?!\1)[^\n])+)\1/g;

const TITLES = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".test.ts") && name !== "rules.test.ts")
  .flatMap((name) =>
    [...readFileSync(join(import.meta.dirname, name), "utf8").matchAll(TITLE)].map((match) => match[2] as string),
  );

const NAMED = new Set(TITLES.flatMap((title) => title.match(/\b[MVKD]\d+\b/g) ?? []));

describe("every numbered rule of the module facts", () => {
  it("is named by the title of a test, or is listed as inapplicable with its reason", () => {
    expect(TITLES.length).toBeGreaterThan(80);
    expect(ALL.filter((rule) => !NAMED.has(rule) && INAPPLICABLE_RULES[rule] === undefined)).toEqual([]);
  });

  it("is not both", () => {
    expect(Object.keys(INAPPLICABLE_RULES).filter((rule) => NAMED.has(rule))).toEqual([]);
  });

  it("exists under the number by which it is named or listed", () => {
    expect([...NAMED, ...Object.keys(INAPPLICABLE_RULES)].filter((rule) => !ALL.includes(rule))).toEqual([]);
  });
});
