import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Allocator, AllocatorFactory } from "../../src/allocator/allocator.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { packageFile } from "../../src/base/package-files.js";
import type { DecisionDifference } from "../../src/journal/decision-difference.js";
import { type Journal, readJournal } from "../../src/journal/read-journal.js";
import { replay } from "../../src/journal/replay.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { DEFAULT_LUA_ENGINE, LUA_ENGINES, type LuaEngine } from "../../src/runtimes/lua/load-lua.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import type { AllocatorScript } from "../../src/sdk/allocator-script.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";
import { historyDirectory, historyOptions, RandomHistory } from "../fixtures/random-history.js";
import { HEADER, journalFolder } from "../journal/journal-file-fixture.js";

const LIMITS = { ...UNLIMITED, callMs: 60_000, memoryBytes: 512 * 1024 * 1024 };
const OWN = join(import.meta.dirname, "..", "fixtures", "journals");
const scratch = journalFolder();
const ALL = process.env.WORKBENCH_JOURNALS ?? "";

// Named in full: an import of the .js file would find the JavaScript edition beside it.
const script = (await import(packageFile("allocators", "reference", "drf.ts"))) as AllocatorScript;
const typescript: AllocatorFactory = (context) => new WireAllocator(new ScriptGuest(script), context);

const EDITIONS = [
  { language: "TypeScript", create: typescript, isHere: true },
  { language: "JavaScript", create: edition("js"), isHere: true },
  ...LUA_ENGINES.map((engine) => {
    return { language: `Lua (${engine})`, create: edition("lua", engine), isHere: true };
  }),
  { language: "Python", create: edition("py"), isHere: true },
  { language: "C", create: edition("c"), isHere: HAS_COMPILER },
];

function edition(extension: string, luaEngine: LuaEngine = DEFAULT_LUA_ENGINE): AllocatorFactory {
  const path = packageFile("allocators", "reference", `drf.${extension}`);
  return (context) => loadAllocator({ path, luaEngine }, context, LIMITS);
}

function journalsIn(folder: string, beginning = ""): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.startsWith(beginning));
  return names.sort().map((name) => join(folder, name));
}

async function firstDifferences(files: readonly string[], create: AllocatorFactory) {
  const differences: { file: string; firstDifference: DecisionDifference }[] = [];
  for (const file of files) {
    const { firstDifference } = await replay(readJournal(file), create);
    if (firstDifference !== null) differences.push({ file: basename(file), firstDifference });
  }
  return differences;
}

/** What of a journal plain DRF does not know about. */
function beyondScope({ directory, lines }: Journal): "nested roles" | "quota" | null {
  if (directory.roles.names.some((role) => role.includes("/"))) return "nested roles";
  return lines.some(({ operation }) => operation.op === "updateQuota") ? "quota" : null;
}

function withinScope(files: readonly string[]): string[] {
  return files.filter((file) => beyondScope(readJournal(file)) === null);
}

describe.each(EDITIONS)("the reference in $language", ({ create, isHere }) => {
  // Weights and a minimum of disk; roles that everybody leaves and that fill again.
  it.skipIf(!isHere)(
    "answers recorded journals as Mesos did",
    async () => {
      const files = ["basic-05", "lifecycle-07"].map((name) => join(OWN, `${name}.jsonl`));
      expect(await firstDifferences(files, create)).toEqual([]);
    },
    120_000,
  );

  it.skipIf(!isHere || ALL === "")(
    "answers every basic journal as Mesos did",
    async () => {
      const files = journalsIn(join(ALL, "golden"), "basic-");
      expect(files.length).toBeGreaterThan(0);
      expect(await firstDifferences(files, create)).toEqual([]);
    },
    300_000,
  );
});

describe("what the reference is for", () => {
  it("is every journal without quota and nested roles", async () => {
    const files = withinScope(journalsIn(OWN));
    expect(files.map((file) => basename(file))).toContain("gpu-agent.jsonl");
    expect(await firstDifferences(files, typescript)).toEqual([]);
  });

  const SCOPE: readonly (readonly [journals: string, beyond: readonly string[]])[] = [
    ["golden/basic", []],
    ["golden/gpu", []],
    ["golden/revocable", []],
    ["golden/lifecycle", ["nested roles"]],
    ["golden/reservations", ["nested roles"]],
    ["golden/hierarchical", ["nested roles"]],
    ["golden/quota", ["nested roles", "quota"]],
    ["golden/mixed", ["nested roles", "quota"]],
    ["cases", ["nested roles", "quota"]],
    ["bench/bench-100x10", []],
  ];

  for (const [journals, beyond] of SCOPE) {
    const exception = beyond.length === 0 ? "" : ` without ${beyond.join(" or ")}`;
    it.skipIf(ALL === "")(`is every journal of ${journals}${exception}`, async () => {
      const [kind = "", beginning] = journals.split("/");
      const files = journalsIn(join(ALL, kind), beginning);
      const reasons = files.map((file) => beyondScope(readJournal(file))).filter((reason) => reason !== null);
      expect(files.length).toBeGreaterThan(0);
      expect(beyond).toEqual(expect.arrayContaining(reasons));
      expect(await firstDifferences(withinScope(files), typescript)).toEqual([]);
    });
  }

  it.each([
    { allocator: "the hierarchical allocator", create: createHierarchical },
    { allocator: "the reference", create: typescript },
  ])("counts a framework's earlier use once it has registered, as $allocator does", async ({ create }) => {
    const rest = (framework: string, role: string) => ({ framework, role, agent: "a1", resources: "cpus:2;mem:500" });
    const used = { framework: "analytics", role: "batch", resources: "cpus:4;mem:100" };
    const lines = [
      registration("nightly", "batch"),
      registration("web", "prod"),
      // Batch is first by name: nobody has a share yet.
      {
        t: 0,
        op: "addAgent",
        agent: "a1",
        total: "cpus:6;mem:600",
        used: [used],
        offers: [rest("nightly", "batch")],
      },
      { t: 0, op: "recoverResources", ...rest("nightly", "batch"), refuseSeconds: null },
      { t: 1, op: "allocate", offers: [rest("web", "prod")] },
      { t: 1, op: "recoverResources", ...rest("web", "prod"), refuseSeconds: null },
      // One offer each, but now two thirds of the cpus are batch's.
      { ...registration("analytics", "batch"), t: 1, offers: [rest("web", "prod")] },
    ];
    const file = scratch.write("earlier-use.jsonl", [HEADER, ...lines.map((line) => JSON.stringify(line))]);
    expect(await firstDifferences([file], create)).toEqual([]);
  });

  it("is what the hierarchical allocator offers, too, when nobody has a quota", () => {
    let offers = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const [expected, actual] = [historyOf(seed, createHierarchical), historyOf(seed, typescript)];
      for (let n = 0; n < 300; n++) {
        const step = actual.step();
        expect(step, `seed ${seed} step ${n}`).toEqual(expected.step());
        offers += step.decisions.offers.length;
      }
    }
    expect(offers).toBeGreaterThan(1000);
  });
});

function registration(framework: string, role: string): object {
  const capabilities = ["MULTI_ROLE"];
  return { t: 0, op: "addFramework", framework, roles: [role], capabilities, suppressedRoles: [], active: true };
}

function historyOf(seed: number, create: AllocatorFactory): RandomHistory {
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters: {}, seed };
  return new RandomHistory(seed, directory, offersWithoutQuota(create(context) as Allocator), false);
}

/** The histories set quotas: nobody hears of them. And they plan maintenance, for which the reference asks nobody. */
function offersWithoutQuota(allocator: Allocator): Allocator {
  return {
    triggers: allocator.triggers,
    decide(t, events, candidates) {
      const others = events.filter(({ operation }) => operation.op !== "updateQuota");
      return { ...allocator.decide(t, others, candidates), inverseOffers: [] };
    },
    gauges: () => [],
    close: () => allocator.close(),
  };
}
