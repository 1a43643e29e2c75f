import { describe, expect, it } from "vitest";
import { languageOf, splitSymbol } from "../../src/allocator/language.js";
import { defaultSymbol } from "../../src/runtimes/native/default-symbol.js";

describe("the language of a file", () => {
  it.each([
    ["a.lua", "lua"],
    ["dir.py/a.py", "python"],
    ["a.js", "javascript"],
    ["a.mjs", "javascript"],
    ["a.ts", "javascript"],
    ["a.mts", "javascript"],
    ["./liba.so", "native"],
    ["liba.dylib", "native"],
    ["a.c", "native"],
    ["a.LUA", undefined],
    ["lua", undefined],
    ["a.so.1", undefined],
  ])("of %s is %s", (path, language) => {
    expect(languageOf(path)).toBe(language);
  });
});

describe("a native module's name", () => {
  it.each([
    ["allocators/preemptive-oversubscription.so", "preemptive_oversubscription"],
    ["/usr/lib/libfirst_fit.so", "first_fit"],
    ["2nd.try.dylib", "_2nd_try"],
    ["lib.so", ""],
  ])("is by default that of its file: %s gives %s", (path, symbol) => {
    expect(defaultSymbol(path)).toBe(symbol);
  });

  it("follows the last # of a path", () => {
    expect(splitSymbol("a#b/lib.so#other")).toEqual({ file: "a#b/lib.so", symbol: "other" });
    expect(splitSymbol("lib/libx.so")).toEqual({ file: "lib/libx.so", symbol: null });
    expect(defaultSymbol("lib/libx.so")).toBe("x");
  });
});
