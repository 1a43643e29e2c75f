import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { inspectNative, type ModuleRules } from "../../src/runtimes/native/inspect-native.js";
import { cLibrary, HAS_COMPILER, moduleHeader } from "../fixtures/allocators/c-library.js";
import { scratchFile } from "../fixtures/allocators/scratch-files.js";

const RULES: ModuleRules = {
  mesosVersion: "1.12.0",
  kinds: new Map([
    ["Allocator", "1.12.0"],
    ["Hook", "1.12.0"],
  ]),
  kind: "Allocator",
};

/** The offending values and the rules, in the order found. */
function defectsOf(library: string, rules = RULES, symbol = "module") {
  return inspectNative(library, symbol, rules).map(({ value, rule }) =>
    value === undefined ? rule : `${value}: ${rule}`,
  );
}

const NOT_COMPATIBLE = "its compatible() says that it does not fit";

describe.skipIf(!HAS_COMPILER)("inspecting a native module (needs a C compiler)", () => {
  it("finds nothing wrong with one made for this Mesos", () => {
    expect(defectsOf(cLibrary(moduleHeader({})))).toEqual([]);
    expect(defectsOf(cLibrary(moduleHeader({ compatible: "yes" })))).toEqual([]);
  });

  it("names the library that is not there, and says so of a file that is none", () => {
    const [missing] = inspectNative("./nowhere.so", "module", RULES);
    expect(missing).toMatchObject({ place: "./nowhere.so" });
    expect(missing?.rule).toMatch(/^not a library: .*No such file/);
    const text = scratchFile("text.so", "This is no library.");
    const [defect] = inspectNative(text, "module", RULES);
    expect(defect).toMatchObject({ place: text });
    expect(defect?.rule).toMatch(/^not a library: /);
  });

  it("names the symbol that is not there", () => {
    const library = cLibrary(moduleHeader({}));
    expect(inspectNative(library, "other", RULES)).toMatchObject([{ place: library, value: "other" }]);
  });

  it("V1: wants all fields of the header but compatible", () => {
    const rule = "the module's header lacks this field";
    expect(defectsOf(cLibrary(moduleHeader({ authorName: "NULL" })))).toEqual([`authorName: ${rule}`]);
    expect(defectsOf(cLibrary(moduleHeader({ mesosVersion: "NULL", kind: "NULL" })))).toEqual([
      `mesosVersion: ${rule}`,
      `kind: ${rule}`,
    ]);
    expect(defectsOf(cLibrary(moduleHeader({ authorName: '""' })))).toEqual([]);
  });

  it.each(["0", "1", "1000", "2.0", "ThisIsNot"])("V2: refuses module API version %s", (version) => {
    const library = cLibrary(moduleHeader({ apiVersion: `"${version}"` }));
    expect(defectsOf(library)).toEqual([`${version}: the module API version must be "2"`]);
  });

  it("V3: knows its kinds, and which one it was asked for", () => {
    const unknown = cLibrary(moduleHeader({ kind: '"Allocatr"' }));
    expect(defectsOf(unknown)).toEqual(["Allocatr: unknown kind of module"]);
    const hook = cLibrary(moduleHeader({ kind: '"Hook"' }));
    expect(defectsOf(hook)).toEqual(["Hook: the module is not of kind Allocator"]);
    expect(defectsOf(hook, { ...RULES, kind: "Hook" })).toEqual([]);
  });

  it("V4: refuses what is no version", () => {
    const library = cLibrary(moduleHeader({ mesosVersion: '"1.12.x"' }));
    expect(defectsOf(library)).toEqual(["1.12.x: not a Mesos version"]);
  });

  it("V5: refuses a module older than its kind's least version", () => {
    const library = cLibrary(moduleHeader({ mesosVersion: '"0.1.0"', compatible: "yes" }));
    expect(defectsOf(library)).toEqual(["0.1.0: made for a Mesos older than the least one for kind Allocator, 1.12.0"]);
    expect(defectsOf(library, { ...RULES, kinds: new Map([["Allocator", "0.1.0"]]) })).toEqual([]);
  });

  it("V6: without compatible() a module is for one Mesos only", () => {
    const library = cLibrary(moduleHeader({ mesosVersion: '"1.11.0"' }));
    const rules = { ...RULES, kinds: new Map([["Allocator", "1.0.0"]]) };
    expect(defectsOf(library, rules)).toEqual([
      "1.11.0: without compatible() a module must be made for exactly Mesos 1.12.0",
    ]);
    expect(defectsOf(library, { ...rules, mesosVersion: "1.11.0+build" })).toEqual([]);
  });

  it("V7: refuses a module for a newer Mesos", () => {
    const library = cLibrary(moduleHeader({ mesosVersion: '"100.1.0"', compatible: "yes" }));
    expect(defectsOf(library)).toEqual(["100.1.0: made for a Mesos newer than 1.12.0"]);
  });

  it("V8: asks compatible(), but only a module that is sound so far", () => {
    expect(defectsOf(cLibrary(moduleHeader({ compatible: "no" })))).toEqual([NOT_COMPATIBLE]);
    const old = cLibrary(moduleHeader({ mesosVersion: '"1"', compatible: "no" }));
    expect(defectsOf(old)).not.toContain(NOT_COMPATIBLE);
  });

  it("tells all defects at once, in the order of the rules, each with its place", () => {
    const library = cLibrary(
      moduleHeader({ apiVersion: '"1"', mesosVersion: '"100"', kind: '"X"', authorName: "NULL", compatible: "no" }),
    );
    const defects = inspectNative(library, "module", RULES);
    expect(defects.map((defect) => defect.value)).toEqual(["authorName", "1", "X", "100"]);
    expect(new Set(defects.map((defect) => defect.place))).toEqual(new Set([`${library}#module`]));
  });

  it("may crash the process that looks, which is why it is one of its own", () => {
    const library = cLibrary(`${moduleHeader({})}
__attribute__((constructor)) static void at_load(void) { __builtin_trap(); }`);
    const inspect = packageFile("dist", "src", "runtimes", "native", "inspect-native.js");
    const code = `import(${JSON.stringify(inspect)}).then((m) => m.inspectNative(${JSON.stringify(library)}, "module", {
      mesosVersion: "1.12.0", kinds: new Map(), kind: "Allocator" }))`;
    const { status, signal } = spawnSync(process.execPath, ["-e", code]);
    expect(status).toBeNull();
    expect(["SIGILL", "SIGTRAP"]).toContain(signal);
  });
});
