import { describe, expect, it } from "vitest";
import { KindTable } from "../../../src/modules/kind-table.js";
import { ModuleRegistry } from "../../../src/modules/module-registry.js";
import { ProbedLibraries } from "../../../src/run/modules/probed-library.js";
import { header, manifest } from "../../modules/fake-libraries.js";

const KINDS = new KindTable({ mesosVersion: "1.12.0", minimums: {} });
const library = "./a.so";

function probed(): ProbedLibraries {
  const libraries = new ProbedLibraries();
  libraries.note({ doing: "open", library }, { kind: "ready" });
  return libraries;
}

async function verdictOf(libraries: ProbedLibraries) {
  const registry = new ModuleRegistry(libraries, { platform: "linux" });
  return (await registry.load([manifest([library, "module"])], KINDS)).modules[0]?.verdict;
}

describe("libraries as another process found them", () => {
  it("answer the registry as if they were open here", async () => {
    const libraries = probed();
    libraries.note({ doing: "lookUp", library, module: "module" }, { kind: "ready", value: header() });
    expect(await verdictOf(libraries)).toEqual({ kind: "loaded" });
  });

  it("are what they were last found to be: a later process may break on what an earlier one survived", async () => {
    const libraries = probed();
    libraries.note({ doing: "open", library }, { kind: "failed", failure: "crashed", message: "ended by SIGSEGV" });
    expect(await verdictOf(libraries)).toMatchObject({
      kind: "failed",
      failure: "crashed",
      reason: "while the library was opened: ended by SIGSEGV",
    });
  });

  it("say what came of compatible()", async () => {
    const libraries = probed();
    const compatible = "0x1000";
    libraries.note({ doing: "lookUp", library, module: "module" }, { kind: "ready", value: header({ compatible }) });
    libraries.note({ doing: "compatible", library, module: "module" }, { kind: "ready", value: false });
    expect(await verdictOf(libraries)).toMatchObject({ kind: "refused", number: "V8" });
  });

  it("know what is still to be asked", () => {
    const libraries = new ProbedLibraries();
    expect(libraries.isDone(library, null)).toBe(false);
    libraries.note({ doing: "open", library }, { kind: "ready" });
    expect([libraries.isDone(library, null), libraries.isDone(library, "module")]).toEqual([true, false]);
    libraries.note({ doing: "lookUp", library, module: "module" }, { kind: "ready", value: null });
    expect(libraries.isDone(library, "module")).toBe(true);
    libraries.note({ doing: "open", library: "./b.so" }, { kind: "refused", message: "no such file" });
    expect(libraries.isDone("./b.so", "module")).toBe(true);
  });

  it("make no instances", async () => {
    const libraries = probed();
    libraries.note({ doing: "lookUp", library, module: "module" }, { kind: "ready", value: header() });
    const registry = new ModuleRegistry(libraries, { platform: "linux" });
    await registry.load([manifest([library, "module"])], KINDS);
    await expect(registry.create("TestModule", "module")).rejects.toThrow("no instance is made");
  });
});
