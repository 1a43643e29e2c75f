import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import type { RuleLine, Scorecard, TestDocument } from "../../src/report/scorecard.js";
import { compileNative } from "../../src/runtimes/native/compile.js";
import { type Listed, manifestText } from "../cli/module-folder.js";
import { type Ended, emptyFolder, workbench } from "../cli/workbench.js";

const BAD = resolve(import.meta.dirname, "modules/bad.js");
const DICE = resolve(import.meta.dirname, "modules/dice.c");

/** Runs `workbench test` in an empty folder. */
async function test(...flags: readonly string[]): Promise<{ ended: Ended; document: TestDocument; folder: string }> {
  const folder = emptyFolder();
  const ended = await workbench(["test", "--json", ...flags], {}, folder);
  return { ended, document: ended.stdout === "" ? none() : JSON.parse(ended.stdout), folder };
}

function none(): TestDocument {
  return { seed: 0, modules: [], counts: { passed: 0, failed: 0, broken: 0, doesNotApply: 0 } };
}

function manifest(file: string, ...modules: readonly Listed[]): string {
  return `--modules=${manifestText([file, ...modules])}`;
}

function card({ modules }: TestDocument, name: string): Scorecard {
  const found = modules.find(({ module }) => module === `org_example_${name}`);
  if (found === undefined) throw new Error(`no scorecard of ${name}`);
  return found;
}

/** The rules that are not kept, each once. */
function broken(rules: readonly RuleLine[]): string[] {
  const lines = rules.filter(({ status }) => status === "failed" || status === "broken");
  return [...new Set(lines.map(({ rule }) => rule))];
}

function reasonOf({ rules }: Scorecard, rule: string): string {
  return rules.find((line) => line.rule === rule && line.reason !== null)?.reason ?? "";
}

const OF_EACH_KIND: readonly Listed[] = [
  "org_example_hook",
  "org_example_isolator",
  "org_example_authenticator",
  "org_example_authenticatee",
  ["org_example_estimator", ["cpus", "4"]],
  ["org_example_controller", ["threshold", "2"]],
  "org_example_test_module",
  "org_example_anonymous",
];

describe("a module that keeps all rules of its kind", () => {
  it.each([
    ["javascript", "js", OF_EACH_KIND],
    ["lua", "lua", OF_EACH_KIND.slice(0, 2)],
    ["python", "py", ["org_example_test_module"]],
  ] as const)("passes, in %s", async (language, extension, modules) => {
    const file = packageFile("test", "fixtures", "modules", language, `kinds.${extension}`);
    const { ended, document } = await test(manifest(file, ...modules));
    expect(document.modules.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(ended.code).toBe(0);
    expect(document.modules).toHaveLength(modules.length);
    expect(document.counts.passed).toBeGreaterThan(10 * (modules.length - 1));
    const tested = document.modules.find(({ kind }) => kind === "TestModule");
    expect(tested?.rules.map(({ status }) => status) ?? []).not.toContain("doesNotApply");
  });

  it("passes when it is built in, and only what is named is tested", async () => {
    const names = ["--isolation=posix/cpu,cgroups/mem", "--authenticators=crammd5", "--authenticatee=crammd5"];
    const { ended, document } = await test("--allocator=HierarchicalDRF", ...names);
    expect(document.modules.map(({ module, status }) => [module, status])).toEqual([
      ["HierarchicalDRF", "passed"],
      ["posix/cpu", "passed"],
      ["cgroups/mem", "passed"],
      ["crammd5", "passed"],
      ["crammd5", "passed"],
    ]);
    expect(document.counts).toMatchObject({ failed: 0, broken: 0, doesNotApply: 0 });
    expect(ended.code).toBe(0);
  });

  it("takes parameters from the flags, and the built-in estimator and controller need theirs", async () => {
    const estimator = "--resource-estimator=org_apache_mesos_FixedResourceEstimator";
    expect((await test(estimator, "--param=resources=cpus:2")).ended.code).toBe(0);
    const controller = "--qos-controller=org_apache_mesos_LoadQoSController";
    expect((await test(controller, "--param=load_threshold_5min=8")).ended.code).toBe(0);
    const { ended, document } = await test(estimator);
    expect(ended.code).toBe(3);
    expect(document.modules[0]?.rules[0]).toMatchObject({ rule: "M31", status: "broken" });
    expect(document.modules[0]?.rules.slice(1).every(({ status }) => status === "doesNotApply")).toBe(true);
  });
});

describe("an allocator", () => {
  it("that offers too much is shown by a short journal, which leads a replay to the same decision", async () => {
    const modules = manifest(BAD, "org_example_greedy");
    const { ended, document, folder } = await test(modules, "--seed=7");
    expect(ended.code).toBe(1);
    const line = card(document, "greedy").rules.find(({ rule }) => rule === "legal") as RuleLine;
    expect(line.reason).toMatch(/not so much cpus is there.* \(after \d operations, seed 7\)$/);
    const lines = readFileSync(join(folder, line.journal as string), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines.length).toBeLessThanOrEqual(5);
    const replayed = await workbench(
      ["replay", line.journal as string, modules, "--allocator=org_example_greedy"],
      {},
      folder,
    );
    expect(replayed.code).toBe(3);
    const illegality = (line.reason as string).split(" (after")[0] as string;
    expect(replayed.stderr).toContain(illegality);
    // The same seed finds the same.
    const again = await test(modules, "--seed=7");
    expect(again.document).toEqual(document);
  });

  it("that offers nothing, or keeps all that it hears of, fails that rule", async () => {
    const { document } = await test(manifest(BAD, "org_example_idle", "org_example_hoarder"));
    const progress = ["progress", "declined", "freed", "revived", "agentBack", "frameworkBack"];
    expect(broken(card(document, "idle").rules)).toEqual(progress);
    expect(broken(card(document, "hoarder").rules)).toContain("leaks");
  });

  it("that is another one in each process is not deterministic", async () => {
    const compilation = await compileNative(DICE);
    if (compilation.kind !== "compiled") throw new Error(JSON.stringify(compilation));
    const modules = manifest(compilation.library, "org_example_dice", "org_example_aborting");
    const { ended, document } = await test(modules, "--module=org_example_dice");
    expect(ended.code).toBe(1);
    expect(document.modules).toHaveLength(1);
    expect(broken(card(document, "dice").rules)).toContain("deterministic");
    const aborting = await test(modules, "--hooks=org_example_aborting");
    expect(aborting.ended.code).toBe(3);
    expect(reasonOf(card(aborting.document, "aborting"), "masterSlaveLostHook")).toMatch(/SIGABRT/);
    // What can be tried beside it is.
    expect(reasonOf(card(aborting.document, "aborting"), "slaveAttributesDecorator")).toBe("it has no such method");
  });
});

describe("a module that breaks a rule", () => {
  it("fails the line of that rule", async () => {
    const names = ["babbler", "shared", "leaky", "stranger", "sloppy", "lender", "killer", "adder", "open_door"];
    const { ended, document } = await test(manifest(BAD, ...names.map((name) => `org_example_${name}`)));
    expect(ended.code).toBe(1);
    const fails = Object.fromEntries(names.map((name) => [name, broken(card(document, name).rules)]));
    expect(fails).toEqual({
      babbler: ["slaveResourcesDecorator", "slaveRunTaskLabelDecorator"],
      shared: ["M29", "M32"],
      leaky: ["leaks"],
      stranger: ["M31"],
      sloppy: ["I2", "I3", "I6", "I7", "I11"],
      lender: ["E2"],
      killer: ["Q2"],
      adder: ["M30"],
      open_door: ["U2", "U4", "U6", "U7"],
    });
    expect(reasonOf(card(document, "babbler"), "slaveRunTaskLabelDecorator")).toContain("value[0].key must be a text");
    expect(reasonOf(card(document, "stranger"), "M31")).toContain("use masterLaunchTaskLabelDecorator");
    expect(reasonOf(card(document, "lender"), "E2")).toBe('"cpus:2" is not all revocable (and 5 more)');
    expect(ended.stderr).toContain("org_example_lender: E2: failed: all that it answers is revocable");
  });

  it("breaks only the lines that it hangs in, and its other rules are judged", async () => {
    const { ended, document } = await test(manifest(BAD, "org_example_spinner"), "--call-timeout=1500ms");
    expect(ended.code).toBe(3);
    const { rules } = card(document, "spinner");
    expect(rules.find(({ rule }) => rule === "slaveAttributesDecorator")).toMatchObject({ status: "broken" });
    expect(rules.find(({ rule }) => rule === "masterSlaveLostHook")).toMatchObject({ status: "failed" });
    expect(rules.find(({ rule }) => rule === "M31")).toMatchObject({ status: "passed" });
  });

  it("gives no instance: that is a failure of its code, and nothing else is tried", async () => {
    const { ended, document } = await test(manifest(BAD, "org_example_barren"));
    expect(ended.code).toBe(3);
    expect(broken(card(document, "barren").rules)).toEqual(["M31"]);
  });
});

describe("workbench test, called wrongly", () => {
  it.each([
    ["with nothing to test", [], "there is nothing to test"],
    [
      "with a module that the manifest lacks",
      [manifest(BAD, "org_example_idle"), "--module=idle"],
      "no module of this",
    ],
    ["with a manifest that is refused", [manifest(BAD, "org_example_nobody")], "org_example_nobody"],
    ["with a hook of another kind", [manifest(BAD, "org_example_idle"), "--hooks=org_example_idle"], "Hook"],
    ["with a seed that is none", ["--allocator=hierarchical", "--seed=x"], "a seed is a whole number"],
  ])("%s it says so and tries nothing", async (_, flags, message) => {
    const { ended } = await test(...flags);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(message);
  });

  it("prints a line for each rule, and one about all of them", async () => {
    const { stdout } = await workbench(["test", "--isolation=disk/du"], {}, emptyFolder());
    expect(stdout.split("\n").at(0)).toBe("disk/du (Isolator, builtin)");
    expect(stdout).toMatch(/^I11 +passed +cleanup of a container that it has never seen is ignored$/m);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("15 passed, 0 failed; seed 1");
  });
});
