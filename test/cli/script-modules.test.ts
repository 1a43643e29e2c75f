import { describe, expect, test } from "vitest";
import type { ModulesDocument } from "../../src/report/modules-document.js";
import type { RunDocument } from "../../src/report/run-document.js";
import { type Listed, ModuleFolder, manifestText } from "./module-folder.js";

describe("modules in scripts", () => {
  const folder = new ModuleFolder();
  for (const script of ["zoo.js", "zoo.lua", "zoo.py"]) folder.copy(script);

  async function check(...libraries: readonly (readonly [file: string, ...Listed[]])[]) {
    const manifest = manifestText(...libraries);
    const { stdout } = await folder.run(["modules", "check", manifest, "--json", "--call-timeout=5s"]);
    return JSON.parse(stdout) as ModulesDocument;
  }

  test("are checked as native ones are, whatever the language", async () => {
    const names = ["Hook", "Unfit", "Headless", "Older", "Throwing", "Spinning", "Telling", "absent"];
    const { modules } = await check(
      ["./zoo.js", ...names.map((name) => `org_example_${name}`)],
      ["./zoo.lua", "org_example_Isolator", "org_example_Telling"],
      ["./zoo.py", "org_example_Estimator", "org_example_Telling"],
    );
    expect(modules.map(({ kind, verdict, number, failure }) => [kind, number ?? failure ?? verdict])).toEqual([
      ["Hook", "loaded"],
      ["Hook", "V8"],
      ["Hook", "V1"],
      ["Hook", "V5"],
      ["Hook", expect.stringMatching(/threw|loadFailed/)],
      ["Hook", "timedOut"],
      ["Allocator", "loaded"],
      [null, "M38"],
      ["Isolator", "loaded"],
      // The name stands twice.
      ["Allocator", "M25"],
      ["ResourceEstimator", "loaded"],
      ["Allocator", "M25"],
    ]);
    expect(modules[4]?.reason).toMatch(/^while compatible\(\) ran: \.\/zoo\.js:\d+: Error: out of ideas$/);
    expect(modules[5]?.reason).toMatch(/^while compatible\(\) ran: \.\/zoo\.js:\d+: no answer within 5000 ms$/);
  });

  test("are told from a script that cannot be loaded", async () => {
    folder.write("misspelt.js", "this is no language");
    folder.write("lonely.py", "import nothing_of_that_name");
    folder.write("endless.lua", "while true do end");
    const { modules } = await check(
      ["./misspelt.js", "a"],
      ["./lonely.py", "a"],
      ["./endless.lua", "a"],
      ["./zoo.lua", "org_example_Isolator"],
    );
    expect(modules.map(({ failure }) => failure)).toEqual(["loadFailed", "loadFailed", "timedOut", null]);
    expect(modules.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^while the library was opened: \.\/misspelt\.js:1: SyntaxError/),
      expect.stringMatching(/^while the library was opened: lonely\.py:1: ModuleNotFoundError/),
      "while the library was opened: endless.lua:1: no answer within 5000 ms",
      null,
    ]);
  });

  test("are found on the search path, as libraries are (M18)", async () => {
    const manifest = manifestText(["zoo.lua", "org_example_Isolator"]);
    const args = ["modules", "check", manifest, "--quiet"];
    expect((await folder.run(args)).code).toBe(2);
    expect((await folder.run(args, { LD_LIBRARY_PATH: folder.path, DYLD_LIBRARY_PATH: folder.path })).code).toBe(0);
  });

  test.each(["js", "lua", "py"])(
    "of kind Allocator are created with the manifest's parameters: .%s (M28, M29)",
    async (ending) => {
      folder.manifest(`${ending}.json`, [
        `./zoo.${ending}`,
        ["org_example_Telling", ["b", "1"], ["a", "2"], ["b", "3"]],
      ]);
      const args = ["run", "tiny.yaml", "--json", `--modules=${ending}.json`, "--allocator=org_example_Telling"];
      const { stdout, stderr } = await folder.run(args);
      const { allocators } = JSON.parse(stdout) as RunDocument;
      expect(allocators).toMatchObject([{ name: "org_example_Telling", status: "ok" }]);
      expect(allocators[0]?.language).toBe({ js: "javascript", lua: "lua", py: "python" }[ending]);
      expect(stderr).toMatch(/^org_example_Telling\| loading\| b=1;a=2;b=3;$/m);
      const own = await folder.run([...args, "--param", "org_example_Telling.c=4"]);
      expect(own.stderr).toMatch(/^org_example_Telling\| loading\| c=4;$/m);
    },
  );

  test("of kind Allocator lose their row when create() gives none", async () => {
    folder.manifest("refusing.json", ["./zoo.js", "org_example_Refusing"]);
    const flags = ["--modules=refusing.json", "--allocator=drf", "--allocator=org_example_Refusing"];
    const { code, stdout } = await folder.run(["run", "tiny.yaml", "--json", ...flags]);
    const { allocators } = JSON.parse(stdout) as RunDocument;
    expect(allocators).toMatchObject([
      { status: "ok" },
      { status: "failed", language: "javascript", failure: { kind: "loadFailed", cycle: null } },
    ]);
    expect(code).toBe(3);
  });
});
