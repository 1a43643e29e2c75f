import { describe, expect, it } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { DEFAULT_LUA_ENGINE, LUA_ENGINES, type LuaEngine } from "../../src/runtimes/lua/load-lua.js";
import { RichHistory, richContext } from "./rich-history.js";

const STEPS = 400;

/** What a script hears of in a random history. */
async function heard(seed: number, extension: string, luaEngine: LuaEngine = DEFAULT_LUA_ENGINE): Promise<string[]> {
  const lines: string[] = [];
  const path = packageFile("test", "fixtures", "allocators", `hears.${extension}`);
  const context = richContext(seed);
  const source = { path, luaEngine, print: (line: string) => lines.push(line) };
  const allocator = await loadAllocator(source, context, UNLIMITED);
  const history = new RichHistory(seed, context.directory, allocator);
  for (let n = 0; n < STEPS; n++) history.step();
  allocator.close();
  return lines;
}

describe.each(LUA_ENGINES)("what a Lua allocator (%s) hears of", (luaEngine) => {
  it.each([1, 2, 3])("is what one in JavaScript hears of, in history %d", async (seed) => {
    const [expected, actual] = [await heard(seed, "js"), await heard(seed, "lua", luaEngine)];
    expect(expected.length).toBeGreaterThan(STEPS / 2);
    expect(actual).toEqual(expected);
  });
});

describe("what a Python allocator hears of", () => {
  it("is what one in JavaScript hears of", async () => {
    const [expected, actual] = [await heard(4, "js"), await heard(4, "py")];
    expect(expected.length).toBeGreaterThan(STEPS / 2);
    expect(actual).toEqual(expected);
  });
});
