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

  // Lua and C have functions more, for what is an expression elsewhere.
  it.each(EDITIONS)("in .%s have the functions of the reference in its order", (extension, definition) => {
    expect(reference.slice(0, 5)).toEqual([
      "decide",
      "serveGuarantees",
      "shareSurplus",
      "lendIdleGuarantees",
      "reclaimLent",
    ]);
    const found = functionsOf(extension, definition);
    expect(found.filter((name) => reference.includes(name))).toEqual(reference);
  });
});
