import { describe, expect, it } from "vitest";
import { formatComplaint } from "../../src/base/bad-input.js";
import { KindTable } from "../../src/modules/kind-table.js";
import type { DuplicateRule } from "../../src/modules/loading.js";
import type { Manifest } from "../../src/modules/manifest.js";
import { type LoadResult, ModuleRegistry } from "../../src/modules/module-registry.js";
import { readManifests } from "../../src/modules/read-manifests.js";
import { crash, type FakeInstance, FakeLibraries, manifest } from "./fake-libraries.js";

const KINDS = new KindTable({ mesosVersion: "1.12.0", minimums: {} });
const COMPATIBLE = { compatible: 0x1000n };

function registryOf(libraries: FakeLibraries, duplicates: DuplicateRule = "mayBeIdentical") {
  return new ModuleRegistry<FakeInstance>(libraries, { platform: "linux", duplicates });
}

/** A registry in which these libraries are loaded as the manifest says. */
async function loaded(libraries: FakeLibraries, ...manifests: readonly Manifest[]) {
  const registry = registryOf(libraries);
  expect((await registry.load(manifests, KINDS)).loaded).toBe(true);
  return registry;
}

const numbersOf = ({ modules }: LoadResult) =>
  modules.map(({ verdict }) => ("number" in verdict ? verdict.number : verdict.kind));
const refusalsOf = ({ refusals }: LoadResult) => refusals.map(formatComplaint);
const failuresOf = ({ failures }: LoadResult) => failures.map(formatComplaint);

describe("loading modules", () => {
  it("looks up exactly the name in the manifest, whatever the kind (D9)", async () => {
    const libraries = new FakeLibraries({ "libfoo.so": { org_apache_mesos_TestModule: {} } });
    const registry = await loaded(libraries, manifest(["libfoo.so", "org_apache_mesos_TestModule"]));
    expect(libraries.diary).toEqual(["open libfoo.so", "look up org_apache_mesos_TestModule"]);
    expect(registry.kindOf("org_apache_mesos_TestModule")).toBe("TestModule");
  });

  it("loads bar and baz from one library, two modules of one kind (D3)", async () => {
    const names = ["org_apache_mesos_bar", "org_apache_mesos_baz"];
    const libraries = new FakeLibraries({ "libfoo.so": { org_apache_mesos_bar: {}, org_apache_mesos_baz: {} } });
    const registry = await loaded(libraries, manifest(["libfoo.so", ...names]));
    expect(registry.find("TestModule")).toEqual(names);
  });

  it("refuses a library that cannot be opened, with its string and the loader's message (M19)", async () => {
    const registry = registryOf(new FakeLibraries({}));
    const result = await registry.load([manifest(["libgone.so", "a", "b"], ["./gone.so"])], KINDS);
    expect(numbersOf(result)).toEqual(["M19", "M19", "M19"]);
    expect(refusalsOf(result)).toEqual([
      'm.json:1:1: "libgone.so": the library cannot be opened: libgone.so: no such file; write ./libgone.so for one in the current directory, or put its folder on LD_LIBRARY_PATH',
      'm.json:2:1: "./gone.so": the library cannot be opened: ./gone.so: no such file; name a library for this machine; its path begins in the current directory',
    ]);
  });

  it("tells of a library whose code breaks while it is opened (M19)", async () => {
    const registry = registryOf(new FakeLibraries({ "./bad.so": crash("ended by SIGILL") }));
    const result = await registry.load([manifest(["./bad.so", "a"])], KINDS);
    expect(result.modules[0]?.verdict).toMatchObject({ kind: "failed", failure: "crashed" });
    expect(failuresOf(result)).toEqual([
      'm.json:1:1: "./bad.so": while the library was opened: ended by SIGILL; ask its author, or leave it out',
    ]);
    expect(result.refusals).toEqual([]);
  });

  it("opens a library without modules, too (M14)", async () => {
    const libraries = new FakeLibraries({ "./a.so": {} });
    const result = await registryOf(libraries).load([manifest(["./a.so"])], KINDS);
    expect(libraries.diary).toEqual(["open ./a.so"]);
    expect(result.modules).toMatchObject([{ library: "./a.so", module: null, verdict: { kind: "loaded" } }]);
    const gone = await registryOf(new FakeLibraries({})).load([manifest(["./a.so"])], KINDS);
    expect(numbersOf(gone)).toEqual(["M19"]);
  });

  it("opens equal strings once and different strings apart (M20, M21)", async () => {
    const libraries = new FakeLibraries({ "libfoo.so": { a: {}, b: {}, c: {} }, "./libfoo.so": { d: {} } });
    const byName: Manifest = {
      source: "n.json",
      libraries: [{ place: "n", library: { name: "foo" }, modules: [{ place: "n", name: "c", parameters: [] }] }],
    };
    await loaded(libraries, manifest(["libfoo.so", "a"], ["libfoo.so", "b"], ["./libfoo.so", "d"]), byName);
    expect(libraries.diary.filter((line) => line.startsWith("open"))).toEqual(["open libfoo.so", "open ./libfoo.so"]);
  });

  it("never closes a library, so that a later load finds it open (M22)", async () => {
    const libraries = new FakeLibraries({ "./a.so": { a: {}, b: {} } });
    const registry = await loaded(libraries, manifest(["./a.so", "a"]));
    registry.unload("a");
    await registry.load([manifest(["./a.so", "a", "b"])], KINDS);
    expect(libraries.diary.filter((line) => line.startsWith("open"))).toHaveLength(1);
  });

  it("refuses a library that is none of modules at the look-up of the symbol (M38)", async () => {
    const registry = registryOf(new FakeLibraries({ "./libmesos.so": {} }));
    expect(refusalsOf(await registry.load([manifest(["./libmesos.so", "a"])], KINDS))).toEqual([
      'm.json:1:2: "a": in ./libmesos.so: the library has no module of this name; name a data symbol that it exports',
    ]);
  });

  it("finds no module under an empty name, whatever the loader would give (M38)", async () => {
    const libraries = new FakeLibraries({ "./a.so": { "": {} } });
    expect(numbersOf(await registryOf(libraries).load([manifest(["./a.so", ""])], KINDS))).toEqual(["M38"]);
  });

  it("says which module of which library breaks a version rule", async () => {
    const registry = registryOf(new FakeLibraries({ "./a.so": { a: { header: { moduleApiVersion: "1" } } } }));
    expect(refusalsOf(await registry.load([manifest(["./a.so", "a"])], KINDS))).toEqual([
      'm.json:1:2: "1": a in ./a.so: the module API version must be "2"; build the module against this version\'s headers',
    ]);
  });

  it("reports every module with all that is known of it", async () => {
    const libraries = new FakeLibraries({ "./a.py": { com_example_a: { header: { kind: "Hook" } } } });
    const result = await registryOf(libraries).load([manifest(["./a.py", ["com_example_a", { X: "Y" }]])], KINDS);
    expect(result).toEqual({
      loaded: true,
      refusals: [],
      failures: [],
      warnings: [],
      modules: [
        {
          place: "m.json:1:2",
          library: "./a.py",
          host: "python",
          module: "com_example_a",
          kind: "Hook",
          moduleApiVersion: "2",
          mesosVersion: "1.12.0",
          authorName: "A. Author",
          authorEmail: "author@example.org",
          description: "A module.",
          parameters: [{ key: "X", value: "Y" }],
          verdict: { kind: "loaded" },
          warnings: [],
        },
      ],
    });
  });

  it("advises on names, and loads the module all the same (D11)", async () => {
    const libraries = new FakeLibraries({ "./a.so": { TestTaskHook: {} } });
    const result = await registryOf(libraries).load([manifest(["./a.so", "TestTaskHook"])], KINDS);
    expect(result.loaded).toBe(true);
    expect(result.warnings.map(formatComplaint)).toEqual([
      "m.json:1:2: \"TestTaskHook\": a module's name begins with its author's domain, reversed and in lower case, such as org_example_TestTaskHook; it works all the same",
    ]);
    expect(result.modules[0]?.warnings).toEqual(result.warnings);
  });

  it("leaves nothing loaded when anything is wrong, and tells all of it (M27 is not followed)", async () => {
    const libraries = new FakeLibraries({
      "./a.so": {
        good: {},
        old: { header: { mesosVersion: "1.0" } },
        broken: { header: COMPATIBLE, compatible: () => crash("ended by SIGSEGV") },
      },
      "./b.so": { fine: {} },
    });
    const registry = registryOf(libraries);
    const first = await registry.load([manifest(["./b.so", "fine"])], KINDS);
    expect(first.loaded).toBe(true);
    const result = await registry.load([manifest(["./a.so", "good", "old", "broken", "gone"])], KINDS);
    expect(result.loaded).toBe(false);
    expect(numbersOf(result)).toEqual(["loaded", "V5", "failed", "M38"]);
    expect(failuresOf(result)).toEqual([
      'm.json:1:4: "broken": in ./a.so: ended by SIGSEGV; ask its author, or leave it out',
    ]);
    expect(registry.find("TestModule")).toEqual(["fine"]);
  });

  it("makes the table of kinds anew for every load (M37)", async () => {
    const libraries = new FakeLibraries({ "./a.so": { a: { header: { mesosVersion: "1.0.0", ...COMPATIBLE } } } });
    const registry = registryOf(libraries);
    const lenient = new KindTable({ mesosVersion: "1.12.0", minimums: { TestModule: "1.0.0" } });
    const outcomes = [];
    for (const kinds of [KINDS, lenient, KINDS]) outcomes.push(await registry.load([manifest(["./a.so", "a"])], kinds));
    expect(outcomes.flatMap(numbersOf)).toEqual(["V5", "loaded", "V5"]);
  });

  it("takes a manifest of 1000 modules from text to registry", async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `org_example_module${i}`);
    const libraries = new FakeLibraries(Object.fromEntries(names.map((name) => [`lib${name}.so`, { [name]: {} }])));
    const listed = names.map((name) => ({ name, modules: [{ name, parameters: [{ key: "X", value: name }] }] }));
    const { manifests, warnings } = readManifests({ modules: JSON.stringify({ libraries: listed }, null, 2) });
    const registry = await loaded(libraries, ...manifests);
    expect(warnings).toEqual([]);
    expect(registry.find("TestModule")).toEqual(names);
  });
});

describe("a name that stands twice", () => {
  const LISTED = manifest(["./a.so", ["a", { X: "1", Y: "2" }]]);
  const twice = async (
    second: Manifest,
    libraries: ConstructorParameters<typeof FakeLibraries>[0] = { "./a.so": { a: {} }, "./b.so": { a: {} } },
  ) => {
    const result = await registryOf(new FakeLibraries(libraries)).load([LISTED, second], KINDS);
    return { numbers: numbersOf(result), lines: refusalsOf(result) };
  };

  it("is the same module once more when all is equal, in one load or two (M24, D6)", async () => {
    expect((await twice(LISTED)).numbers).toEqual(["loaded", "identical"]);
    const registry = await loaded(new FakeLibraries({ "./a.so": { a: {} } }), LISTED);
    expect(numbersOf(await registry.load([LISTED], KINDS))).toEqual(["identical"]);
    expect(registry.find("TestModule")).toEqual(["a"]);
  });

  it("is refused from another library (M25)", async () => {
    const { numbers, lines } = await twice(manifest(["./b.so", ["a", { X: "1", Y: "2" }]]));
    expect(numbers).toEqual(["loaded", "M25"]);
    expect(lines).toEqual([
      'm.json:1:2: "a": in ./b.so: the name stands twice in what is loaded, and the other one is in ./a.so; give the modules different names, or make the two entries equal',
    ]);
  });

  it.each([
    ["another value", { X: "1", Y: "3" }],
    ["another order", { Y: "2", X: "1" }],
    ["another number", { X: "1" }],
    ["none", {}],
  ])("is refused with other parameters: %s (M25)", async (_, parameters) => {
    const { numbers, lines } = await twice(manifest(["./a.so", ["a", parameters]]));
    expect(numbers).toEqual(["loaded", "M25"]);
    expect(lines[0]).toContain("and the other one has different parameters");
  });

  it.each([
    ["authorName", "B. Author"],
    ["authorEmail", ""],
    ["description", "Another module."],
    ["kind", "Hook"],
    ["mesosVersion", "1.12"],
    ["compatible", 0x3000n],
  ])("is refused when its %s has changed meanwhile (M25)", async (field, value) => {
    const changing: Record<string, unknown> = { ...COMPATIBLE };
    const registry = registryOf(new FakeLibraries({ "./a.so": { a: { header: changing } } }));
    await registry.load([LISTED], KINDS);
    changing[field] = value;
    const result = await registry.load([LISTED], KINDS);
    expect(refusalsOf(result)[0]).toContain(`and the other one has a different ${field}`);
  });

  it("is not compared by create (M24)", async () => {
    const changing = { create: 0x2000n };
    const registry = registryOf(new FakeLibraries({ "./a.so": { a: { header: changing } } }));
    await registry.load([LISTED], KINDS);
    changing.create = 0x4000n;
    expect(numbersOf(await registry.load([LISTED], KINDS))).toEqual(["identical"]);
  });

  it("is verified before it is compared, compatible() called again (M25, V8)", async () => {
    let answer = true;
    const module = { header: COMPATIBLE, compatible: () => answer };
    const libraries = new FakeLibraries({ "./a.so": { a: module }, "./b.so": { a: module } });
    const registry = registryOf(libraries);
    await registry.load([LISTED], KINDS);
    answer = false;
    expect(numbersOf(await registry.load([manifest(["./b.so", "a"])], KINDS))).toEqual(["V8"]);
    expect(libraries.diary.filter((line) => line === "compatible a")).toHaveLength(2);
  });

  it("never means that the later replaces the earlier (M26)", async () => {
    const registry = await loaded(new FakeLibraries({ "./a.so": { a: {} } }), LISTED);
    await registry.load([manifest(["./a.so", ["a", { X: "9" }]])], KINDS);
    const made = await registry.create("TestModule", "a");
    expect(made).toMatchObject({
      instance: {
        parameters: [
          { key: "X", value: "1" },
          { key: "Y", value: "2" },
        ],
      },
    });
  });

  it("is refused whatever its content when the user is strict, before its symbol is looked up (M23, D6)", async () => {
    const libraries = new FakeLibraries({ "./a.so": { a: {} } });
    const result = await registryOf(libraries, "never").load([LISTED, LISTED], KINDS);
    expect(numbersOf(result)).toEqual(["loaded", "M23"]);
    expect(libraries.diary.filter((line) => line === "look up a")).toHaveLength(1);
  });
});

/** Keeps a map of its parameters and refuses an operation that it does not know, as Mesos' reference module does. */
const REFERENCE = {
  header: {},
  create: (instance: FakeInstance) => {
    const operation = new Map(instance.parameters.map(({ key, value }) => [key, value])).get("operation");
    return operation === undefined || operation === "sum" ? instance : null;
  },
};

describe("creating an instance", () => {
  const libraries = () =>
    new FakeLibraries({
      "./a.so": {
        a: REFERENCE,
        nothing: { header: { create: null, kind: "Hook" } },
        broken: { create: () => crash("create() did not return within 10 s") },
      },
    });
  const registry = () => loaded(libraries(), manifest(["./a.so", ["a", { operation: "sum" }], "nothing", "broken"]));

  it("hands the manifest's parameters to that module's create (M28, D21)", async () => {
    expect(await (await registry()).create("TestModule", "a")).toEqual({
      kind: "created",
      instance: { module: "a", parameters: [{ key: "operation", value: "sum" }] },
    });
  });

  it("always hands over parameters, if only an empty list (D7)", async () => {
    const plain = await loaded(new FakeLibraries({ "./a.so": { a: {} } }), manifest(["./a.so", "a"]));
    expect(await plain.create("TestModule", "a")).toMatchObject({ instance: { parameters: [] } });
  });

  it("lets given parameters replace the manifest's altogether, even if there are none (M29)", async () => {
    const modules = await registry();
    const given = [{ key: "foo", value: "foovalue" }];
    expect(await modules.create("TestModule", "a", given)).toMatchObject({ instance: { parameters: given } });
    expect(await modules.create("TestModule", "a", [])).toMatchObject({ instance: { parameters: [] } });
    expect(await modules.create("TestModule", "a")).toMatchObject({
      instance: { parameters: [{ key: "operation", value: "sum" }] },
    });
  });

  it.each([
    ["no value", [{ key: "operation", value: "" }], "failed"],
    ["an unknown value", [{ key: "operation", value: "X" }], "failed"],
    ["no key", [{ key: "", value: "sum" }], "created"],
    ["an unknown key", [{ key: "X", value: "sum" }], "created"],
    [
      "a later key that wins",
      [
        { key: "operation", value: "X" },
        { key: "operation", value: "sum" },
      ],
      "created",
    ],
  ])("leaves it to the module what a parameter with %s means (M30)", async (_, parameters, outcome) => {
    expect((await (await registry()).create("TestModule", "a", parameters)).kind).toBe(outcome);
  });

  it("refuses a name that is not loaded, a null create and another kind, in this order, before any call (M31)", async () => {
    const opener = libraries();
    const modules = await loaded(opener, manifest(["./a.so", "a", "nothing"]));
    const refusal = async (kind: string, name: string) => {
      const made = await modules.create(kind, name);
      return made.kind === "refused" ? made.refusal : made;
    };
    expect(await refusal("TestModule", "b")).toMatchObject({
      number: "M31",
      rule: "there is no loaded module of this name",
      nextStep: "of kind TestModule are a",
    });
    expect(await refusal("Isolator", "nothing")).toMatchObject({ rule: "the module has no create()" });
    expect(await refusal("Isolator", "a")).toMatchObject({
      rule: "the module is of kind TestModule, not Isolator",
      nextStep: "no module of kind Isolator is loaded",
    });
    expect(opener.diary.filter((line) => line.startsWith("create"))).toEqual([]);
  });

  it("fails when create gives null or does not come back (M31)", async () => {
    const modules = await registry();
    expect(await modules.create("TestModule", "a", [{ key: "operation", value: "X" }])).toEqual({
      kind: "failed",
      failure: "loadFailed",
      message: "create() of module a gave no instance",
    });
    expect(await modules.create("TestModule", "broken")).toEqual(crash("create() did not return within 10 s"));
  });

  it("makes a new instance at every call (M32, D30)", async () => {
    const modules = await registry();
    const [first, second] = [await modules.create("TestModule", "a"), await modules.create("TestModule", "a")];
    expect(first).toEqual(second);
    if (first.kind !== "created" || second.kind !== "created") throw new Error("not created");
    expect(first.instance).not.toBe(second.instance);
  });
});

describe("asking what is loaded", () => {
  const LISTED = manifest(["./a.so", "z", "h", "a"]);
  const libraries = () => new FakeLibraries({ "./a.so": { z: {}, h: { header: { kind: "Hook" } }, a: {} } });

  it("contains a name of a kind, and nothing else is an error (M33)", async () => {
    const registry = await loaded(libraries(), LISTED);
    const asked = [
      ["TestModule", "z"],
      ["Isolator", "z"],
      ["TestModule", "nobody"],
      ["Nonsense", "h"],
    ] as const;
    expect(asked.map(([kind, name]) => registry.contains(kind, name))).toEqual([true, false, false, false]);
  });

  it("finds the names of a kind in the order of loading (M34)", async () => {
    const registry = await loaded(libraries(), LISTED);
    expect([registry.find("TestModule"), registry.find("Hook"), registry.find("Isolator")]).toEqual([
      ["z", "a"],
      ["h"],
      [],
    ]);
  });

  it("unloads a module once, and loads it again with other parameters (M35)", async () => {
    const registry = await loaded(libraries(), LISTED);
    expect(registry.unload("z")).toBeNull();
    expect(registry.contains("TestModule", "z")).toBe(false);
    expect(registry.unload("z")).toMatchObject({ number: "M35", value: "z" });
    expect(registry.unload("nobody")).toMatchObject({ number: "M35" });
    expect(numbersOf(await registry.load([manifest(["./a.so", ["z", { X: "Y" }]])], KINDS))).toEqual(["loaded"]);
    expect(registry.find("TestModule")).toEqual(["a", "z"]);
    expect(await registry.create("TestModule", "z")).toMatchObject({
      instance: { parameters: [{ key: "X", value: "Y" }] },
    });
  });
});
