import { describe, expect, it } from "vitest";
import { locateScript, searchFolders } from "../../src/modules/library-search.js";
import { platformOf, resolveLibrary } from "../../src/modules/resolved-library.js";

describe("resolving a library", () => {
  it.each([
    ["linux", "libfoo.so"],
    ["darwin", "libfoo.dylib"],
    ["win32", "foo.dll"],
  ] as const)("dresses a bare name for %s: %s (M16)", (platform, library) => {
    expect(resolveLibrary({ name: "foo" }, platform).library).toBe(library);
    expect(platformOf(platform)).toBe(platform);
  });

  it("takes a file as it is (M15)", () => {
    expect(resolveLibrary({ file: "foo" }, "linux").library).toBe("foo");
  });

  it("opens what has a slash as a path, and searches for everything else (M18)", () => {
    const openingOf = (file: string) => resolveLibrary({ file }, "linux").opening;
    expect(["./libfoo.so", "/usr/lib/libfoo.so", "sub/libfoo.so"].map(openingOf)).toEqual(["path", "path", "path"]);
    expect(resolveLibrary({ name: "foo" }, "linux").opening).toBe("search");
    expect(resolveLibrary({ name: "sub/foo" }, "linux").opening).toBe("path");
  });

  it("searches for a file without a slash, too, whatever the document says (D5)", () => {
    expect(resolveLibrary({ file: "libfoo.so" }, "linux").opening).toBe("search");
    expect(resolveLibrary({ file: "policy.lua" }, "linux").opening).toBe("search");
  });

  it("keys a library by its string, not by the file behind it (M20)", () => {
    const keyOf = (name: Parameters<typeof resolveLibrary>[0]) => resolveLibrary(name, "linux").library;
    expect(keyOf({ name: "foo" })).toBe(keyOf({ file: "libfoo.so" }));
    expect(keyOf({ file: "./libfoo.so" })).not.toBe(keyOf({ file: "libfoo.so" }));
  });

  it.each([
    ["./a.lua", "lua"],
    ["a.py", "python"],
    ["/x/a.js", "javascript"],
    ["a.mjs", "javascript"],
    ["a.ts", "javascript"],
    ["a.mts", "javascript"],
    ["liba.so", "native"],
    ["a.dylib", "native"],
    ["liba.so.1", "native"],
    ["a.txt", "native"],
    ["a", "native"],
  ])("%s is hosted as %s", (file, host) => {
    expect(resolveLibrary({ file }, "linux").host).toBe(host);
  });
});

describe("the search path", () => {
  const environment = { LD_LIBRARY_PATH: "/a:/b;/c", DYLD_LIBRARY_PATH: "/d::/e" };

  it("is the loader's own variable, which Windows has not (M18)", () => {
    expect(searchFolders("linux", environment)).toEqual(["/a", "/b", "/c"]);
    expect(searchFolders("darwin", environment)).toEqual(["/d", ".", "/e"]);
    expect(searchFolders("win32", environment)).toEqual([]);
    expect(searchFolders("linux", {})).toEqual([]);
    expect(searchFolders("linux", { LD_LIBRARY_PATH: "" })).toEqual([]);
  });

  it("is where a script without a slash is looked for, and nowhere else (M18)", () => {
    const isFile = (path: string) => path === "/b/policy.lua" || path === "policy.lua";
    const bare = resolveLibrary({ file: "policy.lua" }, "linux");
    expect(locateScript(bare, ["/a", "/b"], isFile)).toBe("/b/policy.lua");
    expect(locateScript(bare, ["/a"], isFile)).toBeUndefined();
    expect(locateScript(resolveLibrary({ file: "./policy.lua" }, "linux"), ["/b"], isFile)).toBe("./policy.lua");
  });
});
