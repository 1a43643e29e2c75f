import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import type { LanguageRow } from "../../src/bench/bench-document.js";
import { GuestStopwatch } from "../../src/bench/languages/guest-stopwatch.js";
import { languageTargets } from "../../src/bench/languages/language-targets.js";
import { markedSource } from "../../src/bench/languages/marked-source.js";
import type { Guest } from "../../src/runtimes/guest.js";

const reference = (file: string) => readFileSync(packageFile("allocators", "reference", file), "utf8");

describe("the marked reference", () => {
  it("in C decides through a function that times the original's", () => {
    const marked = markedSource("native", reference("drf.c"));
    expect(marked).toMatch(/^WORKBENCH_ALLOCATOR\(drf,.*marked_decide\)$/m);
    expect(marked.indexOf("static void marked_decide")).toBeLessThan(marked.indexOf("WORKBENCH_ALLOCATOR("));
    expect(() => markedSource("native", "int main(void) { return 0; }")).toThrow("does not name its decide");
  });

  it.each(["javascript", "lua", "python"] as const)("in %s prints before and after", (language) => {
    const marked = markedSource(language, "");
    expect(marked.indexOf("bench: begin")).toBeGreaterThan(0);
    expect(marked.indexOf("bench: end")).toBeGreaterThan(marked.indexOf("bench: begin"));
  });
});

describe("the stopwatch of a guest", () => {
  it("hands everything on, and notes how much crossed", () => {
    const stopwatch = new GuestStopwatch();
    const calls: string[] = [];
    const guest: Guest = {
      setup: () => ["recoverResources"],
      addResourceKeys: () => void calls.push("keys"),
      takeTexts: () => ["text"],
      decide: (input) => {
        stopwatch.print("bench: begin");
        stopwatch.print("something else");
        stopwatch.print("bench: end");
        return input.subarray(0, 2);
      },
      close: () => void calls.push("closed"),
    };
    const timed = stopwatch.over(guest);
    expect(timed.setup({} as Parameters<Guest["setup"]>[0])).toEqual(["recoverResources"]);
    expect([...timed.decide(new Float64Array([4, 5, 6]))]).toEqual([4, 5]);
    expect(timed.takeTexts()).toEqual(["text"]);
    timed.addResourceKeys([]);
    timed.close();
    expect(calls).toEqual(["keys", "closed"]);
    expect(stopwatch).toMatchObject({ inputLength: 3, outputLength: 2 });
    expect(stopwatch.scriptMs).toBeLessThanOrEqual(stopwatch.overMs);
  });
});

describe("the targets of languages", () => {
  const row: LanguageRow = {
    name: "JavaScript",
    language: "javascript",
    ours: { status: "skipped", skipped: "only what was compared counts here" },
    start: { status: "ok", firstMs: 400, laterMs: 100 },
    timesTypeScript: 61,
    borderOfGuest: 0.05,
    borderUs: 1,
    memoryBeyondBytes: 50 * 1024 ** 2,
  };
  const of = (quick: boolean) =>
    languageTargets({ agents: 1000, frameworks: 200, rows: [row] }, quick).filter(({ name }) =>
      /JavaScript/.test(name),
    );

  it("are judged by what was measured", () => {
    expect(of(false).map(({ unit, actual, met }) => [unit, actual, met])).toEqual([
      ["times TypeScript", 61, false],
      ["%", 5, true],
      ["us", 1, true],
      ["ms", 100, true],
      ["MiB", 50, true],
    ]);
  });

  it("stay open where nothing was, and at small sizes", () => {
    expect(of(true).map(({ met }) => met)).toEqual([null, null, null, null, null]);
    expect(languageTargets({ agents: 1, frameworks: 1, rows: [] }, false).every(({ met }) => met === null)).toBe(true);
  });
});
