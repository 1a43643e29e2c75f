import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { runLua } from "./run-lua.js";

/** Prints the places of the items in a list of keys, which are numbers or lists of them, once it is sorted by these. */
const script = (keys: readonly string[]) => `
local sorted = require("workbench").sorted
local keys, items = {}, {}
for i, key in ipairs({ ${keys.map((key) => `{ ${key} }`).join(", ")} }) do
  items[i] = { place = i, key = key[1] }
end
local places = {}
for i, item in ipairs(sorted(items, function(item) return item.key end)) do places[i] = item.place end
for i, item in ipairs(items) do assert(item.place == i) end
print(table.concat(places, " "))`;

describe.each(LUA_ENGINES)("workbench.sorted (%s)", (engine) => {
  const places = async (...keys: readonly string[]) => (await runLua(engine, script(keys))).printed[0];
  const failure = async (...keys: readonly string[]) => (await runLua(engine, script(keys))).failure?.message;

  it("puts the lowest key first, and leaves equal ones in their order", async () => {
    expect(await places("2", "-1", "2", "0.5", "-math.huge")).toBe("5 2 4 1 3");
  });

  it("goes by the first number that differs, and takes a shorter list before a longer one", async () => {
    expect(await places("{ 1, 2, 3 }", "{ 1, 2 }", "{ 0, 9, 9 }", "{ 1, 1, 9 }", "1")).toBe("3 5 4 2 1");
  });

  it("leaves out what has no key", async () => {
    expect(await places("2", "nil", "1")).toBe("3 1");
    expect(await places()).toBe("");
  });

  it("says what is no key, at the script's own line", async () => {
    const rule = "it is a number, a list of numbers, or nil";
    expect(await failure("1", '"high"')).toContain(`script.lua:8: the key of an item is "high": ${rule}`);
    expect(await failure("1", "{ 1, false }")).toContain(`script.lua:8: the key of an item holds false: ${rule}`);
    expect(await failure("0 / 0")).toContain(`script.lua:8: the key of an item holds NaN: ${rule}`);
  });

  it("orders any keys as a stable sort does", async () => {
    const keys = fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(keys, async (lists) => {
        const expected = lists
          .map((list, at) => ({ list, place: at + 1 }))
          .sort((a, b) => a.list[0]! - b.list[0]! || a.list[1]! - b.list[1]! || a.list[2]! - b.list[2]!)
          .map(({ place }) => place);
        expect(await places(...lists.map((list) => `{ ${list.join(", ")} }`))).toBe(expected.join(" "));
      }),
      { numRuns: 10 },
    );
  });
});
