import { describe, expect, it } from "vitest";
import { KindTable } from "../../../src/modules/kind-table.js";
import { ModuleRegistry } from "../../../src/modules/module-registry.js";
import { RunModules } from "../../../src/run/modules/run-modules.js";
import { crash, FakeLibraries, type Listed, manifest } from "../../modules/fake-libraries.js";

const SETTINGS = { mesosVersion: "1.12.0", minimums: {} };

const LIBRARIES = {
  "./good.so": { hook: { header: { kind: "Hook" } }, allocator: { header: { kind: "Allocator" } } },
  "./old.so": { old: { header: { mesosVersion: "0.1.0" } }, fresh: {} },
  "./bad.py": crash("bad.py:1: SyntaxError"),
  "./dying.so": { dying: { header: { kind: "Allocator", compatible: 1n }, compatible: () => crash("SIGILL") } },
};

async function modulesOf(...listed: readonly Listed[]): Promise<RunModules> {
  const registry = new ModuleRegistry(new FakeLibraries(LIBRARIES), { platform: "linux" });
  const result = await registry.load([manifest(...listed)], new KindTable(SETTINGS));
  const libraries = new Map(
    Object.keys(LIBRARIES).map((library) => [library, { library, host: "native" as const, path: library }]),
  );
  return new RunModules({ result, libraries }, SETTINGS);
}

describe("the modules of a run", () => {
  it("are the sound ones, in the order of the manifest (M34), with their parameters (M28)", async () => {
    const modules = await modulesOf(["./good.so", ["hook", { X: "Y" }], "allocator"], ["./good.so", "allocator"]);
    expect(modules.modules).toEqual([
      {
        name: "hook",
        kind: "Hook",
        library: { library: "./good.so", host: "native", path: "./good.so" },
        parameters: [{ key: "X", value: "Y" }],
      },
      expect.objectContaining({ name: "allocator", kind: "Allocator" }),
    ]);
    expect([modules.kindOf("hook"), modules.kindOf("nobody")]).toEqual(["Hook", undefined]);
    expect(modules.find("Allocator")).toEqual(["allocator"]);
  });

  it("are refused, all of them, for one that breaks a rule", async () => {
    const modules = await modulesOf(["./old.so", "fresh", "old"]);
    expect(modules.refusals).toHaveLength(1);
    expect([modules.isRefused("old"), modules.isRefused("fresh")]).toEqual([true, false]);
  });

  it("are written in the language of their library, unless a built-in has the name", async () => {
    const modules = await modulesOf(["./bad.py", "broken", "hierarchical"]);
    expect([modules.hostOf("broken"), modules.hostOf("hierarchical"), modules.hostOf("nobody")]).toEqual([
      "python",
      undefined,
      undefined,
    ]);
  });

  it("break the rows whose allocator they are, and all rows when they are no row's own", async () => {
    const modules = await modulesOf(["./dying.so", "dying"]);
    const failure = {
      kind: "crashed",
      message: "dying: in ./dying.so: SIGILL",
      cycle: null,
      stack: null,
      frames: [],
    };
    expect(modules.failureOf("dying")).toEqual(failure);
    expect(modules.commonFailure(new Set(["dying", "hierarchical"]))).toBeUndefined();
    expect(modules.commonFailure(new Set(["hierarchical"]))).toEqual(failure);
  });

  it("break all rows when a library without modules cannot be opened", async () => {
    const modules = await modulesOf(["./bad.py"]);
    expect(modules.commonFailure(new Set(["hierarchical"]))).toMatchObject({
      kind: "crashed",
      message: "./bad.py: while the library was opened: bad.py:1: SyntaxError",
    });
  });
});
