import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { DEFAULT_LUA_ENGINE, LUA_ENGINES } from "../../src/runtimes/lua/load-lua.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import type { AllocatorScript } from "../../src/sdk/allocator-script.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { HAS_COMPILER } from "../fixtures/allocators/c-library.js";
import { historyDirectory, historyOptions, RandomHistory } from "../fixtures/random-history.js";
import { type RecordedCall, RichHistory, richContext } from "./rich-history.js";

const LIMITS = { ...UNLIMITED, callMs: 60_000, memoryBytes: 512 * 1024 * 1024 };

/** Python takes seconds to start: it makes up in length what it lacks in seeds. */
const LANGUAGES = [
  ...LUA_ENGINES.map((luaEngine) => {
    return { language: `Lua (${luaEngine})`, extension: "lua", luaEngine, seeds: 12, steps: 400, isHere: true };
  }),
  { language: "JavaScript", extension: "js", luaEngine: DEFAULT_LUA_ENGINE, seeds: 12, steps: 400, isHere: true },
  { language: "Python", extension: "py", luaEngine: DEFAULT_LUA_ENGINE, seeds: 3, steps: 1600, isHere: true },
  { language: "C", extension: "c", luaEngine: DEFAULT_LUA_ENGINE, seeds: 12, steps: 400, isHere: HAS_COMPILER },
];

/** Each in every language, beside the edition that runs in this process. The path is named in full: beside the .ts is a .js. */
const ALLOCATORS = [
  { name: "preemptive-oversubscription", folder: packageFile("allocators"), reference: "ts" },
  { name: "generous", folder: packageFile("test", "fixtures", "allocators"), reference: "js" },
];

async function scriptIn(file: string): Promise<AllocatorScript> {
  return (await import(file)) as AllocatorScript;
}

function record(script: AllocatorScript, seed: number, steps: number): RecordedCall[] {
  const context = richContext(seed);
  const history = new RichHistory(seed, context.directory, new WireAllocator(new ScriptGuest(script), context));
  for (let n = 0; n < steps; n++) history.step();
  return history.calls;
}

describe.each(ALLOCATORS)("$name", ({ name, folder, reference }) => {
  it("does in its history all that an allocator can do", async () => {
    const script = await scriptIn(`${folder}/${name}.${reference}`);
    const calls = Array.from({ length: 16 }, (_, n) => record(script, n + 1, 400)).flat();
    const offers = calls.flatMap((call) => call.decisions.offers);
    expect(offers.filter((offer) => offer.lends === null).length).toBeGreaterThan(500);
    expect(offers.filter((offer) => offer.lends !== null).length).toBeGreaterThan(50);
    expect(calls.flatMap((call) => call.decisions.revocations).length).toBeGreaterThan(20);
  });

  for (const { language, extension, luaEngine, seeds, steps, isHere } of LANGUAGES) {
    it.skipIf(!isHere)(
      `decides the same in ${language} over random histories`,
      async () => {
        const script = await scriptIn(`${folder}/${name}.${reference}`);
        for (let seed = 1; seed <= seeds; seed++) {
          const context = richContext(seed);
          const source = { path: `${folder}/${name}.${extension}`, luaEngine };
          const allocator = await loadAllocator(source, context, LIMITS);
          const recorded = new RichHistory(seed, context.directory, allocator);
          const expected = record(script, seed, steps);
          for (let n = 0; n < steps; n++) recorded.step();
          for (const [n, call] of expected.entries()) {
            expect(recorded.calls[n], `seed ${seed}, call ${n + 1}`).toEqual(call);
          }
          allocator.close();
        }
      },
      300_000,
    );
  }
});

describe("preemptive oversubscription", () => {
  const path = `${packageFile("allocators")}/preemptive-oversubscription`;

  it.each(LANGUAGES.filter(({ isHere }) => isHere))(
    "decides nothing illegal in $language",
    async ({ extension, luaEngine }) => {
      const directory = historyDirectory();
      const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
      const allocator = await loadAllocator({ path: `${path}.${extension}`, luaEngine }, context, LIMITS);
      const history = new RandomHistory(1, directory, allocator);
      let offers = 0;
      for (let n = 0; n < 400; n++) offers += history.step().decisions.offers.length;
      expect(offers).toBeGreaterThan(50);
      allocator.close();
    },
  );
});
