import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";

/** How a function's definition begins in each language. */
const EDITIONS: readonly (readonly [extension: string, definition: RegExp])[] = [
  ["js", /^(?:export )?function (\w+)/gm],
  ["lua", /^(?:local )?function (\w+)/gm],
  ["py", /^def (\w+)/gm],
  ["c", /^static [\w ]+?[ *]+(\w+)\([^;]*\{$/gm],
];

function functionsOf(extension: string, definition: RegExp): string[] {
  const text = readFileSync(packageFile("allocators", `preemptive-oversubscription.${extension}`), "utf8");
  return [...text.matchAll(definition)].map(([, name]) => camelCase(name as string));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

describe("the editions of preemptive oversubscription", () => {
  const reference = functionsOf("ts", /^(?:export )?function (\w+)/gm);

  // C has many functions more, since its SDK does not answer for guarantees, and two in place of `largestShare`.
  it.each(EDITIONS)("in .%s have the functions of the reference in its order", (extension, definition) => {
    const expected = reference.filter((name) => extension !== "c" || name !== "largestShare");
    expect(expected.slice(0, 5)).toEqual([
      "decide",
      "serveGuarantees",
      "shareSurplus",
      "lendIdleGuarantees",
      "reclaimLent",
    ]);
    const found = functionsOf(extension, definition);
    expect(found.filter((name) => expected.includes(name))).toEqual(expected);
  });
});
