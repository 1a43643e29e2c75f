import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { runLua } from "./run-lua.js";

/** What has served as a way out of Lua: each with what comes of it here, and what a script may do instead. */
const WAYS_OUT: readonly {
  readonly to: string;
  readonly hostile: string;
  readonly benign: string;
  readonly prints: string;
}[] = [
  {
    to: "files",
    hostile: `print(io, dofile, loadfile)`,
    benign: `print(type(require("workbench")))`,
    prints: "table",
  },
  {
    to: "the environment, processes and the clock",
    hostile: `print(os, package, debug)`,
    benign: `print(type(math), type(string), type(table))`,
    prints: "table\ttable\ttable",
  },
  {
    to: "the host's objects",
    hostile: `print(js, global, process)`,
    benign: `print(type(_G))`,
    prints: "table",
  },
  {
    to: "code that was not read from a file, binary code above all",
    hostile: `print(load, loadstring, string.dump)`,
    benign: `local function twice(f) return function(x) return f(f(x)) end end
             print(twice(function(x) return x + 1 end)(1))`,
    prints: "3",
  },
  {
    to: "the collector",
    hostile: `print(collectgarbage, warn, nil)`,
    benign: `local kept = setmetatable({}, { __mode = "k" }) kept[kept] = 1 print(kept[kept])`,
    prints: "1",
  },
  {
    to: "random numbers without the run's seed",
    hostile: `print(math.randomseed, nil, nil)`,
    benign: `print(math.random(1, 1))`,
    prints: "1",
  },
];

describe.each(LUA_ENGINES)("a script in %s", (engine) => {
  it.each(WAYS_OUT)("has no way to $to", async ({ hostile, benign, prints }) => {
    expect((await runLua(engine, hostile)).printed).toEqual(["nil\tnil\tnil"]);
    expect((await runLua(engine, benign)).printed).toEqual([prints]);
  });

  it("finds nothing but values of Lua, wherever it looks", async () => {
    const { printed } = await runLua(
      engine,
      `
      local seen, kinds = {}, {}
      local function look(value)
        kinds[type(value)] = true
        if type(value) == "table" and not seen[value] then
          seen[value] = true
          for key, item in next, value do look(key) look(item) end
          local metatable = getmetatable(value)
          if metatable then look(metatable) end
        end
      end
      look(_G)
      look(getmetatable(""))
      look(require("workbench"))
      local names = {}
      for kind in pairs(kinds) do names[#names + 1] = kind end
      print(table.concat(names, " "))`,
    );
    expect(printed).toEqual([expect.stringMatching(/\bfunction\b/)]);
    expect(printed).toEqual([expect.not.stringMatching(/userdata|thread/)]);
  });

  it("gets no value of the host from an error of the host", async () => {
    const hostile = `
      local function nest(depth) return depth == 0 and {} or { nest(depth - 1) } end
      for _, call in ipairs({
        function() return require({}) end,
        function() return require("../secret") end,
        function() return math.random(2, 1) end,
        function() return math.random({}) end,
        function() return coroutine.wrap(function() error({ 1 }) end)() end,
        function() return setmetatable({}, { __gc = print }) end,
        function() return print(setmetatable({}, { __tostring = function() return {} end })) end,
      }) do
        local _, problem = pcall(call)
        print(type(problem))
      end`;
    const { printed } = await runLua(engine, hostile);
    expect(printed).toEqual(["string", "string", "string", "string", "table", "string", "string"]);
    const { printed: benign } = await runLua(engine, `print(pcall(math.random, 3, 3))`);
    expect(benign).toEqual(["true\t3"]);
  });

  it("may have no finalizers, which no limit would see, but metatables", async () => {
    const hostile = `setmetatable({}, { __gc = function() while true do end end })`;
    const { path, failure } = await runLua(engine, hostile);
    expect(failure?.message).toBe(`${path}:1: setmetatable: finalizers (__gc) are not to be had here`);
    const { printed } = await runLua(engine, `print(setmetatable({}, { __index = { a = 1 } }).a)`);
    expect(printed).toEqual(["1"]);
  });

  it("may change what it likes in its own world, and no other script's", async () => {
    const hostile = `
      string.format = nil table.sort = nil pairs = nil next = nil rawget = nil type = nil tostring = nil
      getmetatable("").__index = nil
      print("broken")`;
    const { printed, failure } = await runLua(engine, hostile);
    expect(printed).toEqual(["broken"]);
    expect(failure?.kind ?? "ok").not.toBe("crashed");
    expect((await runLua(engine, `print(("%d"):format(3))`)).printed).toEqual(["3"]);
  });

  it("is not told where on this machine its folder is", async () => {
    const { printed, path } = await runLua(
      engine,
      `print(select(2, pcall(error, "a", 1)))
       print(select(2, pcall(function() error("b") end)))
       print(select(2, pcall(require, "nowhere")))`,
    );
    expect(printed).toEqual([
      "a",
      "script.lua:2: b",
      "module 'nowhere' not found: there is no nowhere.lua beside the script",
    ]);
    expect(path).not.toBe("script.lua");
  });
});
