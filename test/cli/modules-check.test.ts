import { beforeAll, describe, expect, test } from "vitest";
import type { ModulesDocument } from "../../src/report/modules-document.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";
import { ModuleFolder, manifestText } from "./module-folder.js";

const IS_LINUX = process.platform === "linux";

describe.skipIf(!HAS_COMPILER || !IS_LINUX)("modules check (needs a C compiler, and Linux)", () => {
  const folder = new ModuleFolder();

  beforeAll(() => {
    folder.compile("zoo");
    for (const name of ["mesos-module", "crashes", "exits", "spins", "undefined"]) folder.compile(name);
  });

  /** What came of a manifest, by `--json`. */
  async function check(manifest: string, ...flags: readonly string[]) {
    const ended = await folder.run(["modules", "check", manifest, "--json", ...flags]);
    return { ...ended, document: JSON.parse(ended.stdout) as ModulesDocument };
  }

  /** What came of modules of the zoo, e.g. `loaded`, `V5` or `timedOut`. */
  async function verdicts(modules: readonly string[], ...flags: readonly string[]) {
    const { document, code } = await check(manifestText(["./libzoo.so", ...modules]), ...flags);
    expect(code).toBe(document.loadable ? 0 : 2);
    return document.modules.map(({ number, failure, verdict }) => number ?? failure ?? verdict);
  }

  test("shows a table of what can be loaded, and advises on names", async () => {
    folder.manifest(
      "sound.json",
      [
        "./libzoo.so",
        ["org_example_bar", ["X", "Y"], ["X", "Z"], ["operation", "sum"]],
        "org_example_baz",
        "org_example_baz",
      ],
      ["./libzoo.so", "TestTaskHook"],
      ["./libmesos-module.so", "org_apache_mesos_TestHook"],
      ["./libmesos-module.so"],
    );
    await expect(await folder.transcript("workbench modules check sound.json")).toMatchFileSnapshot(
      "transcripts/modules-check.txt",
    );
    await expect(await folder.transcript("workbench modules check sound.json --quiet")).toMatchFileSnapshot(
      "transcripts/modules-check-quiet.txt",
    );
    await expect(await folder.transcript("workbench modules check sound.json --json")).toMatchFileSnapshot(
      "transcripts/modules-check-json.txt",
    );
  });

  test("says of each module why it cannot be loaded, all at once", async () => {
    const names = ["Unfit", "Crashing", "Unknown", "Partless", "Kindless", "Authorless", "Bare", "OldApi"];
    folder.manifest(
      "unsound.json",
      ["./libzoo.so", ...[...names, "Unversioned", "Older", "Newer", "absent"].map((name) => `org_example_${name}`)],
      ["./libzoo.so", "org_example_number", "org_example_text", "", ["org_example_bar", ["X", "Y"]], "org_example_bar"],
      ["./libcrashes.so", "org_example_bar", "org_example_baz"],
    );
    await expect(await folder.transcript("workbench modules check unsound.json")).toMatchFileSnapshot(
      "transcripts/modules-check-refusals.txt",
    );
    const { document } = await check("unsound.json");
    expect(document.modules.every(({ verdict, module }) => verdict !== "loaded" || module === "org_example_bar")).toBe(
      true,
    );
  });

  test("goes on with the others when one crashes, hangs or ends its process", async () => {
    const modules = ["bar", "Crashing", "baz", "Spinning", "Hook", "Exiting", "Isolator"];
    const names = modules.map((name) => `org_example_${name}`);
    expect(await verdicts(names, "--call-timeout=3s")).toEqual([
      "loaded",
      "crashed",
      "loaded",
      "timedOut",
      "loaded",
      "crashed",
      "loaded",
    ]);
    const { document } = await check(manifestText(["./libzoo.so", ...names]), "--call-timeout=3s");
    expect(document.modules.flatMap(({ reason }) => reason ?? [])).toEqual([
      "while compatible() ran: the process was ended by SIGSEGV",
      "while compatible() ran: no answer within 3000 ms",
      "while compatible() ran: the process ended with exit code 7",
    ]);
  });

  test("asks nothing twice, though another process goes on", async () => {
    const names = ["Telling", "Crashing", "baz"].map((name) => `org_example_${name}`);
    const { stderr } = await check(manifestText(["./libzoo.so", ...names]));
    expect(stderr.match(/^modules\| compatible\(\) was asked$/gm)).toHaveLength(1);
  });

  test("goes on with the other libraries when one breaks as it is opened", async () => {
    const libraries = ["crashes", "zoo", "exits", "spins", "zoo"].map((name) => [`./lib${name}.so`] as const);
    const { document, code } = await check(manifestText(...libraries), "--call-timeout=3s");
    expect(document.modules.map(({ verdict, reason }) => reason ?? verdict)).toEqual([
      "while the library was opened: the process was ended by SIGSEGV",
      "loaded",
      "while the library was opened: the process ended with exit code 4",
      "while the library was opened: no answer within 3000 ms while loading",
      "loaded",
    ]);
    expect(document.modules.map(({ failure }) => failure)).toEqual([
      "loadFailed",
      null,
      "loadFailed",
      "timedOut",
      null,
    ]);
    expect(code).toBe(2);
  });

  describe("what is no library", () => {
    test.each([
      ["a file for another machine", "./libalien.so", /cannot open shared object file|wrong|invalid|ELF/],
      ["a text file", "./libtext.so", /file too short|invalid ELF header/],
      ["an empty file", "./libempty.so", /file too short/],
      ["a folder", "./libfolder.so", /cannot read file data|Is a directory/],
      ["a library with a symbol that nothing defines", "./libundefined.so", /undefined symbol: defined_nowhere/],
      ["nothing at all", "./libnowhere.so", /No such file or directory/],
      ["a script that is not there", "./nowhere.py", /there is no such file/],
    ])("%s (M19)", async (_, file, message) => {
      folder.copyForOtherMachine("zoo", "alien");
      folder.write(
        "libtext.so",
        "This is no library, whatever its name says: it is a text, and longer than a header.\n",
      );
      folder.write("libempty.so", "");
      folder.write("libfolder.so/readme", "");
      const { document, code } = await check(manifestText([file, "org_example_bar"]));
      expect(document.modules).toMatchObject([{ library: file, verdict: "refused", number: "M19", kind: null }]);
      expect(document.modules[0]?.reason).toMatch(message);
      expect(document.errors[0]).toMatchObject({
        value: file,
        nextStep: "name a library for this machine; its path begins in the current directory",
      });
      expect(code).toBe(2);
    });

    test("a library of something else (M38)", async () => {
      const { document } = await check('{"libraries":{"file":"libc.so.6","modules":{"name":"org_example_bar"}}}');
      expect(document.modules).toMatchObject([{ verdict: "refused", number: "M38" }]);
    });
  });

  test("searches for a library without a slash, and never in the current directory (M16, M18, D5)", async () => {
    const byName = '{"libraries":{"name":"zoo","modules":{"name":"org_example_bar"}}}';
    const byFile = manifestText(["libzoo.so", "org_example_bar"]);
    for (const manifest of [byName, byFile]) {
      const { code, stderr } = await folder.run(["modules", "check", manifest, "--quiet"]);
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("on LD_LIBRARY_PATH") });
      expect(await folder.run(["modules", "check", manifest, "--quiet"], { LD_LIBRARY_PATH: folder.path })).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
    }
  });

  test("finds the name of one module in two libraries, and parameters that differ (M24, M25)", async () => {
    const { document } = await check(
      manifestText(
        ["./libzoo.so", "org_example_bar", ["org_example_bar", ["X", "Y"]]],
        ["././libzoo.so", "org_example_bar"],
      ),
    );
    expect(document.modules.map(({ number, verdict }) => number ?? verdict)).toEqual(["loaded", "M25", "M25"]);
  });

  test("lets no name stand twice when the emulated Mesos does not (M23, D6)", async () => {
    const twice = ["org_example_Of18", "org_example_Of18"];
    expect(await verdicts(twice, "--mesos-version=0.28.0", "--kind-version=TestModule=0.18.0")).toEqual([
      "loaded",
      "M23",
    ]);
    expect(await verdicts(twice, "--mesos-version=1.0.0", "--kind-version=TestModule=0.18.0")).toEqual([
      "loaded",
      "identical",
    ]);
  });

  describe("the document's table of versions (V11)", () => {
    test.each([
      ["0.18.0", "0.18.0", "Of18", "loaded"],
      ["0.29.0", "0.18.0", "Of18", "loaded"],
      ["0.29.0", "0.18.0", "Of21", "loaded"],
      ["0.18.0", "0.18.0", "Of29", "V7"],
      ["0.29.0", "0.21.0", "Of18", "V5"],
      ["0.29.0", "0.29.0", "Of18", "V5"],
    ])("Mesos %s, kind %s, library %s: %s", async (mesos, kind, library, verdict) => {
      const flags = [`--mesos-version=${mesos}`, `--kind-version=TestModule=${kind}`];
      expect(await verdicts([`org_example_${library}`], ...flags)).toEqual([verdict]);
    });

    test("without compatible() a module is for one Mesos only (V6, D18)", async () => {
      const flags = (mesos: string) => [`--mesos-version=${mesos}`, "--kind-version=TestModule=0.18.0"];
      expect(await verdicts(["org_example_Only18"], ...flags("0.29.0"))).toEqual(["V6"]);
      expect(await verdicts(["org_example_Only18"], ...flags("0.18.0"))).toEqual(["loaded"]);
      expect(await verdicts(["org_example_Only18"], ...flags("0.18.0+build.7"))).toEqual(["loaded"]);
    });

    test("a kind has the emulated version for its least one unless a flag says otherwise (D20)", async () => {
      expect(await verdicts(["org_example_Of21"], "--mesos-version=0.29.0")).toEqual(["V5"]);
    });
  });

  test("knows the kinds of the emulated Mesos (V3)", async () => {
    expect(await verdicts(["org_example_Hook"], "--mesos-version=0.21.0")).toEqual(["V3"]);
  });

  test("reads the seven fields of a real Mesos module, and needs none behind them", async () => {
    const names = ["org_apache_mesos_TestHook", "org_apache_mesos_Base"];
    const { document } = await check(manifestText(["./libmesos-module.so", ...names]));
    expect(document.modules).toMatchObject([
      { kind: "Hook", mesosVersion: "1.12.0", authorName: "Apache Mesos", verdict: "loaded" },
      { kind: "Authorizer", authorEmail: "modules@mesos.apache.org", verdict: "refused", number: "V3" },
    ]);
  });

  test("takes every file of a folder, in byte order of names (M12)", async () => {
    folder.write("manifests/b.json", manifestText(["./libzoo.so", "org_example_bar"]));
    folder.write("manifests/a.json", manifestText(["./libzoo.so", "org_example_baz"]));
    folder.write("manifests/dup_a.json", manifestText(["./libzoo.so", "org_example_baz"]));
    for (const flag of ["--modules-dir=manifests", "--modules_dir=manifests"]) {
      const { code, stdout } = await folder.run(["modules", "check", flag, "--json"]);
      const { modules } = JSON.parse(stdout) as ModulesDocument;
      expect(modules.map(({ place, module }) => `${place} ${module}`)).toEqual([
        "manifests/a.json:2:42 org_example_baz",
        "manifests/b.json:2:42 org_example_bar",
        "manifests/dup_a.json:2:42 org_example_baz",
      ]);
      expect(code).toBe(0);
    }
  });

  test("takes file:// and the JSON itself (M1, M3)", async () => {
    folder.manifest("one.json", ["./libzoo.so", "org_example_bar"]);
    const places = async (manifest: string) => (await check(manifest)).document.modules.map(({ place }) => place);
    expect(await places("file://one.json")).toEqual(["one.json:2:42"]);
    expect(await places(`file://${folder.path}/one.json`)).toEqual([`${folder.path}/one.json:2:42`]);
    expect(await places(manifestText(["./libzoo.so", "org_example_bar"]))).toEqual(["MANIFEST:2:42"]);
  });

  test("loads a thousand modules", async () => {
    const names = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? "org_example_bar" : "org_example_baz"));
    const { document, code } = await check(manifestText(...names.map((name) => ["./libzoo.so", name] as const)));
    expect(document.modules).toHaveLength(1000);
    expect(code).toBe(0);
  });
});
