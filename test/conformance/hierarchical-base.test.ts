import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Allocator, AllocatorFactory } from "../../src/allocator/allocator.js";
import type { Decisions } from "../../src/allocator/decisions.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { packageFile } from "../../src/base/package-files.js";
import { readJournal } from "../../src/journal/read-journal.js";
import { replay } from "../../src/journal/replay.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { DEFAULT_LUA_ENGINE, LUA_ENGINES, type LuaEngine } from "../../src/runtimes/lua/load-lua.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { Hierarchical } from "../../src/sdk/workbench.js";
import { historyDirectory, historyOptions, RandomHistory } from "../fixtures/random-history.js";

const OWN = join(import.meta.dirname, "..", "fixtures", "journals");
const ALL = process.env.WORKBENCH_JOURNALS ?? "";

/** Mesos looks a weight up once; the base always goes by the weight as it is, as is the default for simulations. */
const CACHED_WEIGHTS = /^(hierarchical-(02|04|06|08|09|10)|quota-04|weight-internal-(early|late))\.jsonl$/;

const edition =
  (extension: string, luaEngine: LuaEngine = DEFAULT_LUA_ENGINE, name = "hierarchical"): AllocatorFactory =>
  (context) => {
    const path = packageFile("test", "fixtures", "allocators", `${name}.${extension}`);
    return loadAllocator({ path, luaEngine }, context, UNLIMITED);
  };

const EDITIONS: readonly { language: string; seeds: number; create: AllocatorFactory }[] = [
  {
    language: "TypeScript",
    seeds: 30,
    create: (context) => new WireAllocator(new ScriptGuest(new Hierarchical()), context),
  },
  { language: "JavaScript", seeds: 6, create: edition("js") },
  ...LUA_ENGINES.map((luaEngine) => ({
    language: `Lua (${luaEngine})`,
    seeds: luaEngine === "fengari" ? 4 : 12,
    create: edition("lua", luaEngine),
  })),
  { language: "Python", seeds: 3, create: edition("py") },
  {
    language: "Python, with every step overridden in vain",
    seeds: 3,
    create: edition("py", DEFAULT_LUA_ENGINE, "hierarchical-in-vain"),
  },
];

function journalsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl") && !CACHED_WEIGHTS.test(name));
  return names.sort().map((name) => join(folder, name));
}

async function differing(files: readonly string[], create: AllocatorFactory): Promise<string[]> {
  const found: string[] = [];
  for (const file of files) {
    if (!(await replay(readJournal(file), create)).identical) found.push(basename(file));
  }
  return found;
}

/** Why something was decided is each allocator's own. */
function withoutReasons(decisions: Decisions): Decisions {
  const without = <T>(list: readonly T[]): T[] => list.map((decision) => ({ ...decision, why: null }));
  return {
    ...decisions,
    offers: without(decisions.offers),
    inverseOffers: without(decisions.inverseOffers),
    revocations: without(decisions.revocations),
  };
}

async function historyOf(seed: number, create: AllocatorFactory): Promise<RandomHistory> {
  const directory = historyDirectory();
  const context = { directory, options: historyOptions(directory), parameters: {}, seed };
  const allocator: Allocator = await create(context);
  const told: Allocator = {
    triggers: allocator.triggers,
    decide: (t, events, candidates) => withoutReasons(allocator.decide(t, events, candidates)),
    gauges: () => [],
    close: () => allocator.close(),
  };
  return new RandomHistory(seed, directory, told, false);
}

describe.each(EDITIONS)("the hierarchical base in $language", ({ create, seeds }) => {
  it("answers recorded journals as Mesos did", async () => {
    const files = journalsIn(OWN);
    expect(files.length).toBeGreaterThan(5);
    expect(await differing(files, create)).toEqual([]);
  }, 120_000);

  it.skipIf(ALL === "").each(["golden", "cases"])(
    "answers every journal of %s as Mesos did",
    async (folder) => {
      const files = journalsIn(join(ALL, folder));
      expect(files.length).toBeGreaterThan(50);
      expect(await differing(files, create)).toEqual([]);
    },
    300_000,
  );

  it("decides what the built-in decides over random histories", async () => {
    let offers = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const [expected, actual] = [await historyOf(seed, createHierarchical), await historyOf(seed, create)];
      for (let n = 0; n < 300; n++) {
        const step = actual.step();
        expect(step, `seed ${seed} step ${n}`).toEqual(expected.step());
        offers += step.decisions.offers.length;
      }
      actual.session.close();
    }
    expect(offers).toBeGreaterThan(seeds * 25);
  }, 120_000);
});
