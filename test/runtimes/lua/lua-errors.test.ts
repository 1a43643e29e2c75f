import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { runLua } from "./run-lua.js";

describe.each(LUA_ENGINES)("an error in %s", (engine) => {
  it("keeps the stack that it came from, in the script's own lines", async () => {
    const { path, failure } = await runLua(
      engine,
      `local function inner(x)
  return x.name
end
local function outer() return (inner()) end
return { decide = function() outer() end }`,
    );
    expect(failure).toMatchObject({
      kind: "threw",
      message: expect.stringMatching(`^${path}:2: attempt to index a nil value`),
    });
    const lines = failure?.stack?.split("\n") as string[];
    expect(lines[1]).toBe("stack traceback:");
    expect(lines.filter((line) => line.startsWith(`\t${path}:`)).map((line) => line.split(":")[1])).toEqual([
      "2",
      "4",
      "5",
    ]);
  });

  it.each([
    [`error("plain", 0)`, "plain"],
    [`error({ code = 3, text = "ü" })`, `the error is a table: {"code":3,"text":"ü"}`],
    [`error({ 1, { 2 } })`, "the error is a table: [1,[2]]"],
    [`error({ print })`, "the error is a table"],
    [`local endless = {} endless.me = endless error(endless)`, "the error is a table"],
    [`error(setmetatable({}, { __tostring = function() return "in words" end }))`, "in words"],
    [`error(nil)`, "nil"],
    [`error(12)`, "12"],
    [`error(true)`, "true"],
  ])("may be anything: %s", async (code, text) => {
    const { path, failure } = await runLua(engine, `local x\n${code}`);
    expect(failure).toMatchObject({ kind: "loadFailed", message: `${path}:2: ${text}` });
  });

  it.each([
    ["\uFEFFlocal x\nprint(x.y)", ":2: attempt to index a nil value (local 'x')"],
    ["#!/usr/bin/env lua\nlocal x\nprint(x.y)", ":3: attempt to index a nil value (local 'x')"],
    ["\uFEFF# of nothing\n!", ":2: unexpected symbol near '!'"],
  ])("has its line below a byte order mark, and below a first line for a shell: %j", async (code, text) => {
    const { path, failure } = await runLua(engine, code);
    expect(failure).toMatchObject({ kind: "loadFailed", message: `${path}${text}` });
  });

  it("in code that Lua has compiled is told with the file", async () => {
    const { path, failure } = await runLua(engine, "\x1bLuaS");
    expect(failure?.message).toMatch(`${path}: attempt to load a binary chunk`);
  });

  it("in a coroutine has the coroutine's place and stack, and that of who waited for it", async () => {
    const { path, failure } = await runLua(
      engine,
      `local function offers()
  coroutine.yield(1)
  error("no more")
end
local function each()
  for offer in coroutine.wrap(offers) do print(offer) end
end
return { decide = function() each() end }`,
    );
    expect(failure?.message).toBe(`${path}:3: no more`);
    const places = [...(failure?.stack ?? "").matchAll(/\t.*script\.lua:(\d+): in /g)].map(([, line]) => line);
    expect(places).toEqual(["3", "6", "8"]);
  });

  it("in a coroutine within a coroutine keeps the innermost place", async () => {
    const { path, failure } = await runLua(
      engine,
      `local wrap = coroutine.wrap
local function inner() error({ deep = true }) end
local function outer() wrap(inner)() end
wrap(outer)()`,
    );
    expect(failure?.message).toBe(`${path}:2: the error is a table: {"deep":true}`);
  });

  it("in a coroutine is the same for a script that catches it", async () => {
    const code = `
      local mark = {}
      local ok, problem = pcall(coroutine.wrap(function() error(mark) end))
      print(ok, problem == mark)
      print(pcall(coroutine.wrap(function() error("text") end)))
      local done = coroutine.wrap(function() return 1 end)
      print(done(), pcall(done))`;
    const { printed } = await runLua(engine, code);
    expect(printed).toEqual(["false\ttrue", "false\tscript.lua:5: text", "1\tfalse\tcannot resume dead coroutine"]);
  });

  it("of Lua's own functions is blamed on the script's line", async () => {
    for (const [code, text] of [
      ["table.sort({ 1, {} })", "attempt to compare "],
      ["table.sort({ 2, 1 }, 3)", "bad argument #2 to 'sort' (function expected, got number)"],
      ["for _ in pairs(nil) do end", "bad argument #1 to 'pairs' (table expected, got nil)"],
      ["coroutine.wrap(1)", "bad argument #1 to 'wrap' (function expected, got number)"],
      ["math.random(2, 1)", "math.random: the interval is empty"],
      ["math.random(0.5)", "math.random: argument 1 is no whole number"],
    ] as const) {
      const { path, failure } = await runLua(engine, `local x\n${code}`);
      expect(failure?.message, code).toContain(`${path}:2: ${text}`);
      expect(failure?.message.slice(path.length), code).not.toContain("[lua]");
    }
  });

  it("while an error is told is told, too", async () => {
    const code = `error(setmetatable({}, { __tostring = function() error("no words") end }))`;
    const { failure } = await runLua(engine, code);
    expect(failure?.kind).toBe("loadFailed");
    expect(failure?.message).not.toBe("");
  });

  it("does not stick to the script: the next call is a new one", async () => {
    const { failure, printed } = await runLua(
      engine,
      `print(pcall(error, "caught"))
       return { decide = function() print(pcall(error, "caught again")) end }`,
    );
    expect(failure).toBeNull();
    expect(printed).toEqual(["false\tcaught", "false\tcaught again"]);
  });

  it("when no line of the script is run any more is blamed on where decide begins", async () => {
    const code = `
local Allocator = {}
Allocator.__index = Allocator
function Allocator.decide(cluster)
  return 5
end
return setmetatable({}, Allocator)`;
    const { path, failure } = await runLua(engine, code);
    expect(failure?.message).toMatch(new RegExp(`^${path}:4: `));
  });
});
