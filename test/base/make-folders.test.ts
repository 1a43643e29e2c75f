import { existsSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolders } from "../../src/base/make-folders.js";

describe("a folder", () => {
  const base = mkdtempSync(join(tmpdir(), "workbench-test-"));

  test("is made with those above it, and may be there already", () => {
    const path = join(base, "a", "b");
    makeFolders(path);
    makeFolders(`${path}/`);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test("is not made in a file, or over one", () => {
    const file = join(base, "file");
    writeFileSync(file, "");
    expect(() => makeFolders(file)).toThrow("EEXIST");
    expect(() => makeFolders(join(file, "below"))).toThrow("ENOTDIR");
  });

  // Node's own option for it tries for ever here.
  test.skipIf(!existsSync("/proc/self"))("is refused at once where nothing can be made", () => {
    expect(() => makeFolders("/proc/nowhere/below")).toThrow("ENOENT");
  });
});
