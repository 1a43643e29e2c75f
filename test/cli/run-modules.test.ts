import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunDocument } from "../../src/report/run-document.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";
import { ModuleFolder } from "./module-folder.js";

describe.skipIf(!HAS_COMPILER)("a run with modules (needs a C compiler)", () => {
  const folder = new ModuleFolder();

  beforeAll(() => {
    for (const name of ["zoo", "allocators", "crashes"]) folder.compile(name);
    folder.manifest(
      "allocators.json",
      [
        "./liballocators.so",
        ["org_example_Telling", ["b", "1"], ["a", "2"], ["b", "3"]],
        ...["Refusing", "Crashing", "Exiting", "Spinning", "Uncreatable"].map((name) => `org_example_${name}`),
      ],
      ["./libzoo.so", "org_example_Hook", "org_example_Isolator"],
    );
    folder.manifest("kinds.json", [
      "./libzoo.so",
      ...["Hook", "Isolator", "Authenticator", "Authenticatee", "ResourceEstimator", "QoSController"].map(
        (name) => `org_example_${name}`,
      ),
    ]);
    folder.manifest("refused.json", ["./libzoo.so", "org_example_Hook", "org_example_OldApi", "org_example_Unfit"]);
    folder.manifest("crashing.json", ["./libcrashes.so", "org_example_Broken"], ["./libzoo.so", "org_example_Hook"]);
  });

  async function run(...flags: readonly string[]) {
    const { code, stdout, stderr } = await folder.run(["run", "tiny.yaml", "--json", ...flags]);
    return { code, stderr, rows: stdout === "" ? [] : (JSON.parse(stdout) as RunDocument).allocators };
  }

  describe("whose allocator is one of them", () => {
    test("hands the manifest's parameters to create(), in order and with repeated keys (M28)", async () => {
      const { code, rows, stderr } = await run("--modules=allocators.json", "--allocator=org_example_Telling");
      expect(rows).toMatchObject([
        { label: "org_example_Telling", name: "org_example_Telling", language: "native", status: "ok" },
      ]);
      expect(stderr).toMatch(/^org_example_Telling\| loading\| b=1;a=2;b=3;$/m);
      expect(code).toBe(0);
    });

    test("hands it the scenario's parameters in place of the manifest's, all of them (M29)", async () => {
      const flags = ["--modules=allocators.json", "--allocator=org_example_Telling"];
      const { stderr } = await run(...flags, "--param", "org_example_Telling.c=4");
      expect(stderr).toMatch(/^org_example_Telling\| loading\| c=4;$/m);
    });

    test.each([
      ["Refusing", "loadFailed", "./liballocators.so#org_example_Refusing: its create() returned no allocator"],
      ["Uncreatable", "loadFailed", "./liballocators.so#org_example_Uncreatable: it has no create()"],
      ["Crashing", "loadFailed", "the process was ended by SIGSEGV"],
      ["Exiting", "loadFailed", "the process ended with exit code 9"],
      ["Spinning", "timedOut", "no answer within 3000 ms while loading"],
    ])("loses its row, and no other, when create() is %s (M31)", async (name, kind, message) => {
      const label = `org_example_${name}`;
      const flags = ["--modules=allocators.json", "--allocator=drf", `--allocator=${label}`, "--call-timeout=3s"];
      const { code, rows, stderr } = await run(...flags);
      expect(rows).toMatchObject([
        { label: "drf", status: "ok" },
        { label, status: "failed", failure: { kind, message, cycle: null } },
      ]);
      expect(stderr).toBe(`${label}: ${kind}: ${message}\n`);
      expect(code).toBe(3);
    });

    test("takes a label before a built-in, that before a module, and a module before a path", async () => {
      folder.write("own-label.yaml", ownLabels());
      const names = ["hierarchical", "org_example_Telling"];
      const flags = names.map((name) => `--allocator=${name}`);
      const ended = await folder.run(["run", "own-label.yaml", "--json", "--modules=allocators.json", ...flags]);
      const { allocators } = JSON.parse(ended.stdout) as RunDocument;
      expect(allocators.map(({ label, name }) => [label, name])).toEqual([
        ["hierarchical", "reference-drf"],
        ["org_example_Telling", "hierarchical"],
      ]);
      folder.write("hierarchical", "");
      folder.write("org_example_Telling", "");
      const { rows } = await run("--modules=allocators.json", ...flags);
      expect(rows.map(({ language }) => language)).toEqual(["builtin", "native"]);
    });

    test("can be named by the scenario's own list, too", async () => {
      folder.write("own-list.yaml", tiny().replace("use: hierarchical }", "use: org_example_Telling }"));
      const ended = await folder.run(["run", "own-list.yaml", "--json", "--modules=allocators.json"]);
      const { allocators } = JSON.parse(ended.stdout) as RunDocument;
      expect(allocators[0]).toMatchObject({ label: "drf", name: "org_example_Telling", language: "native" });
      expect(ended.stderr).toMatch(/^drf\| loading\| b=1;a=2;b=3;$/m);
    });

    test("is not simulated when the module is of another kind", async () => {
      const { code, rows, stderr } = await run("--modules=allocators.json", "--allocator=org_example_Hook");
      expect({ code, rows, stderr }).toEqual({
        code: 2,
        rows: [],
        stderr:
          'allocator org_example_Hook: "org_example_Hook": the module is of kind Hook, not Allocator; name a module of that kind\n',
      });
    });

    test("replays a journal with it", async () => {
      const record = join(folder.path, "drf.jsonl");
      await run("--allocator=drf", `--record=${record}`);
      const flags = ["--modules=allocators.json", "--allocator=org_example_Telling"];
      const { code, stderr } = await folder.run(["replay", record, "--json", ...flags]);
      expect(stderr).toMatch(/^org_example_Telling\| loading\| b=1;a=2;b=3;$/m);
      expect(code).toBe(1);
    });
  });

  describe("is refused as a whole", () => {
    test("with everything that is wrong with any of them, and leaves no file behind", async () => {
      const flags = ["--allocator=drf", `--allocator=./libzoo.so#org_example_Newer`, "--hooks=org_example_Hok"];
      const outputs = ["--record=journals/", "--out=reports"];
      const { code, rows, stderr } = await run("--modules=refused.json", ...flags, ...outputs);
      expect({ code, rows }).toEqual({ code: 2, rows: [] });
      expect(stderr.split("\n").map((line) => line.split(":").slice(0, 4).join(":"))).toEqual([
        'refused.json:2:70: "1"',
        'refused.json:2:100: "org_example_Unfit"',
        '--hooks: "org_example_Hok": there is no loaded module of kind Hook of this name; did you mean "org_example_Hook"?',
        'libzoo.so#org_example_Newer: "100.1.0": made for a Mesos newer than 1.12.0; build it against that Mesos, or use --mesos-version',
        "",
      ]);
      expect(["journals", "reports"].filter((name) => existsSync(join(folder.path, name)))).toEqual([]);
    });

    test("but not when nothing is wrong but a name", async () => {
      folder.manifest("advised.json", ["./libzoo.so", "TestTaskHook"]);
      const { code, stderr } = await run("--modules=advised.json", "--allocator=drf");
      expect(stderr).toMatch(/^warning: advised\.json:2:42: "TestTaskHook": a module's name begins with /);
      expect(code).toBe(0);
    });

    test("by the version rules that flags set", async () => {
      folder.manifest("old.json", ["./libzoo.so", "org_example_Of18"]);
      const flags = ["--modules=old.json", "--allocator=drf"];
      expect((await run(...flags)).code).toBe(2);
      expect((await run(...flags, "--kind-version=TestModule=0.18.0")).code).toBe(0);
    });

    test("a module that is named by its path obeys the same flags", async () => {
      const flags = ["--allocator=./liballocators.so#org_example_Telling"];
      expect(await run(...flags, "--mesos-version=1.11.0")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("without compatible() a module must be made for exactly Mesos 1.11.0"),
      });
      expect((await run(...flags)).code).toBe(0);
    });
  });

  describe("whose code breaks while it is loaded", () => {
    const message = "./libcrashes.so: while the library was opened: the process was ended by SIGSEGV";

    test("loses the row whose allocator it is, and no other", async () => {
      const { code, rows } = await run("--modules=crashing.json", "--allocator=org_example_Broken", "--allocator=drf");
      expect(rows).toMatchObject([
        { status: "failed", language: "native", failure: { kind: "loadFailed", message, cycle: null } },
        { label: "drf", status: "ok" },
      ]);
      expect(code).toBe(3);
    });

    test("loses every row when all of them would have it", async () => {
      const { code, rows } = await run("--modules=crashing.json", "--hooks=org_example_Broken");
      expect(rows).toMatchObject([
        { label: "drf", status: "failed", failure: { kind: "loadFailed", message } },
        { label: "half", status: "failed", failure: { kind: "loadFailed", message } },
      ]);
      expect(code).toBe(3);
    });
  });

  describe("chooses among them", () => {
    test("by name and kind, for every part, and loses the row when one of them has no create() (M31)", async () => {
      const { code, stderr } = await run(
        "--modules=kinds.json",
        "--allocator=drf",
        "--hooks=org_example_Hook",
        "--isolation=posix/mem,org_example_Isolator",
        "--authenticators=org_example_Authenticator",
        "--authenticatee=crammd5",
        "--resource_estimator=org_example_ResourceEstimator",
        "--qos-controller=org_apache_mesos_LoadQoSController",
      );
      const message = "module org_example_Hook: ./libzoo.so#org_example_Hook: it has no create()";
      expect({ code, stderr }).toEqual({ code: 3, stderr: `drf: loadFailed: ${message}\n` });
    });

    test("and says which name stands for nothing of that kind", async () => {
      await expect(
        await folder.transcript(
          "workbench run tiny.yaml --modules=kinds.json --hooks=org_example_Hook,,org_example_Isolator,org_example_Hook --isolation=org_example_Hook,cgroups/mem --authenticators=crammd5,crammd5 --authenticatee=kerberos --resource-estimator=org_example_Hook --qos_controller=org_example_QosController",
        ),
      ).toMatchFileSnapshot("transcripts/run-selections.txt");
    });
  });

  function tiny(): string {
    return readFileSync(join(folder.path, "tiny.yaml"), "utf8");
  }

  /** Rows that are labelled as a built-in, and as a module. */
  function ownLabels(): string {
    return tiny()
      .slice(0, tiny().indexOf("allocators:"))
      .concat("allocators:\n")
      .concat("  - { label: hierarchical, use: reference-drf }\n")
      .concat("  - { label: org_example_Telling, use: hierarchical }\n");
  }
});
