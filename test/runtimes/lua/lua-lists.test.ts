import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { runLua } from "./run-lua.js";

/** Prints what an expression of the SDK and of a question to numbers comes to, and that the list stays as it is. */
const script = (expression: string) => `
local workbench = require("workbench")
local list = { 3, 8, 5, 8 }
local function is_large(number) return number > 4 and "large" end
local answer = ${expression}
print(type(answer) == "table" and table.concat(answer, " ") or tostring(answer))
assert(table.concat(list, " ") == "3 8 5 8")`;

describe.each(LUA_ENGINES)("lists of the SDK (%s)", (engine) => {
  const answer = async (expression: string) => (await runLua(engine, script(expression))).printed[0];
  const failure = async (expression: string) => (await runLua(engine, script(expression))).failure?.message;

  it("are filtered in their order", async () => {
    expect(await answer("workbench.filtered(list, is_large)")).toBe("8 5 8");
    expect(await answer("workbench.filtered({}, is_large)")).toBe("");
  });

  it("have any item that holds, or none", async () => {
    expect(await answer("workbench.any(list, is_large)")).toBe("true");
    expect(await answer("workbench.any({ 1, 4 }, is_large)")).toBe("false");
    expect(await answer("workbench.any({}, is_large)")).toBe("false");
  });

  it("ask no item after the first that holds", async () => {
    const asked =
      "(function() local n = 0; workbench.any(list, function(x) n = n + 1; return x == 8 end); return n end)()";
    expect(await answer(asked)).toBe("2");
  });

  it("say what is no list and no question, at the script's own line", async () => {
    expect(await failure("workbench.filtered(nil, is_large)")).toContain("script.lua:5: the list is nil");
    expect(await failure("workbench.any(list, 8)")).toContain(
      "script.lua:5: what an item has to hold is 8, not a function",
    );
  });
});
