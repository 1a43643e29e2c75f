import { describe, expect, it } from "vitest";
import { isSdkFile, readImport, resolveImport } from "../../src/runtimes/javascript/quickjs-imports.js";

describe("an import of a JavaScript script", () => {
  it("finds the SDK, and the SDK its own files", () => {
    const sdk = resolveImport("allocators/drf.js", "workbench", "allocators");
    expect(isSdkFile(sdk)).toBe(true);
    const part = resolveImport(sdk, "./cluster.js", "allocators");
    expect(isSdkFile(part)).toBe(true);
    expect(readImport(part)).toContain("class Cluster");
  });

  it("is not taken for the SDK's because the script's folder has its name", () => {
    const sibling = resolveImport("workbench/drf.js", "./shares.js", "workbench");
    expect(sibling).toBe("workbench/shares.js");
    expect(isSdkFile(sibling)).toBe(false);
  });
});
