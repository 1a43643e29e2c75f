import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { runLua } from "./run-lua.js";

/** Ways to go on although a limit says no. */
const STUBBORN = {
  "catches every error": `while true do pcall(spin) end`,
  "handles errors with what never ends": `xpcall(spin, spin)`,
  "hides in coroutines": `while true do coroutine.resume(coroutine.create(spin)) end`,
  "hides in coroutines that are there already": `
    local threads = {}
    for i = 1, 100 do threads[i] = coroutine.wrap(function() while true do pcall(spin) coroutine.yield() end end) end
    while true do for _, thread in ipairs(threads) do pcall(thread) end end`,
  "hides in coroutines within each other": `
    local function nest(depth) if depth == 0 then spin() end pcall(coroutine.wrap(function() nest(depth - 1) end)) spin() end
    nest(50)`,
  "sorts for ever": `while true do pcall(table.sort, { 3, 2, 1 }, function() spin() end) end`,
  "walks for ever": `for _ in function() return 1 end do end`,
  "replaces for ever": `while true do pcall(string.gsub, "aaa", "a", function() spin() end) end`,
  "indexes for ever": `local t = setmetatable({}, { __index = function(t, k) return spin() end }) while true do pcall(function() return t.x end) end`,
  "prints for ever": `while true do pcall(print) end`,
  "raises for ever": `while true do pcall(error, {}) end`,
};

const SPIN = "local function spin() while true do end end\n";

describe.each(LUA_ENGINES)("the limits in %s", (engine) => {
  it.each(Object.entries(STUBBORN))("end a script that %s: by time and by steps", async (_, code) => {
    const inTime = await runLua(engine, SPIN + code, { limits: { callMs: 300, outputBytes: null } });
    expect(inTime.failure).toMatchObject({
      kind: "timedOut",
      message: expect.stringContaining("no answer within 300 ms"),
    });
    const inSteps = await runLua(engine, SPIN + code, { limits: { steps: 50_000 } });
    expect(inSteps.failure?.message).toContain("no answer within 50000 steps");
  });

  it("stop nobody who needs less", async () => {
    const code = `
      local function work() local n = 0 for i = 1, 1000 do n = n + i end return n end
      print(pcall(work), coroutine.wrap(work)(), select(2, xpcall(work, print)))
      return { decide = function() print(work()) end }`;
    const { failure, printed } = await runLua(engine, code, { limits: { callMs: 60_000, steps: 100_000 } });
    expect(failure).toBeNull();
    expect(printed).toEqual(["true\t500500\t500500", "500500"]);
  });

  it("count the same steps whenever they are counted", async () => {
    const code = "local n = 0 while true do n = n + 1 if n % 7 == 0 then print(n) end end";
    const counts = [];
    for (let run = 0; run < 3; run++) {
      const { printed, failure } = await runLua(engine, code, { limits: { steps: 300_000 } });
      expect(failure?.kind).toBe("timedOut");
      counts.push(printed.length);
    }
    // On any machine, and here in both engines.
    expect(counts).toEqual([12039, 12039, 12039]);
  });

  it("tell where the script was", async () => {
    const code = `local function deep()\n  while true do end\nend\ncoroutine.wrap(deep)()`;
    const { path, failure } = await runLua(engine, code, { limits: { steps: 10_000 } });
    expect(failure?.message).toBe(`${path}:2: no answer within 10000 steps`);
    expect(failure?.stack).toContain(`\t${path}:2: in `);
  });

  it("bound what lies within each other: nested calls of C, patterns, brackets", async () => {
    const code = `
      local function deepest(start) local ok, problem = pcall(start) print(ok, (tostring(problem):gsub("^.*: ", ""))) end
      deepest(function() local function f() return (("x"):gsub("x", f)) end return f() end)
      deepest(function() local function f() local ok, p = pcall(f) if not ok then error(p, 0) end end f() end)
      deepest(function() local m = {} m.__index = function(t, k) return setmetatable({}, m)[k] end return setmetatable({}, m).x end)
      deepest(function() local function f() coroutine.wrap(f)() end f() end)
      deepest(function() local function f() return tostring(setmetatable({}, { __tostring = f })) end f() end)
      print("alive")`;
    const { printed, failure } = await runLua(engine, code);
    expect(failure).toBeNull();
    expect(printed).toHaveLength(6);
    for (const line of printed.slice(0, 5))
      expect(line).toMatch(/^false\t.*(overflow|error in error handling|Maximum call stack)/);
    expect(printed[5]).toBe("alive");
  });

  it("bound the nesting of code", async () => {
    const brackets = `return ${"(".repeat(5000)}1${")".repeat(5000)}`;
    const { failure } = await runLua(engine, "require('nested')", { files: { "nested.lua": brackets } });
    expect(failure?.kind).toBe("loadFailed");
    expect(failure?.message).toMatch(/overflow|levels/);
  });
});

describe("the memory limit", () => {
  const SMALL = { memoryBytes: 24 * 1024 * 1024 };
  const hoard = "kept = {} for i = 1, 1e6 do kept[i] = { i } end";

  it.each(LUA_ENGINES)(
    "in %s ends a script that keeps too much, and is not met by one that forgets",
    async (engine) => {
      const { failure } = await runLua(engine, `\n${hoard}`, { limits: SMALL });
      expect(failure).toMatchObject({
        kind: "outOfMemory",
        message: expect.stringMatching(/script\.lua:2: more than \d+ bytes of memory$/),
      });
      const forgetful = await runLua(engine, "for i = 1, 300000 do kept = { i } end print('done')", { limits: SMALL });
      expect(forgetful).toMatchObject({ failure: null, printed: ["done"] });
    },
  );

  it("in wasmoon refuses one large text at once", async () => {
    const { printed, failure } = await runLua("wasmoon", `print(pcall(string.rep, "x", 5e8)) print(#("x"):rep(1e6))`, {
      limits: SMALL,
    });
    expect(failure).toBeNull();
    expect(printed).toEqual(["false\tnot enough memory", "1000000"]);
  });

  it("in wasmoon is met in a coroutine, too", async () => {
    const code = `coroutine.wrap(function()\n${hoard}\nend)()`;
    const { failure } = await runLua("wasmoon", code, { limits: SMALL });
    expect(failure).toMatchObject({ kind: "outOfMemory", message: expect.stringContaining("bytes of memory") });
  });

  it("in wasmoon leaves a script that has caught it what it may have", async () => {
    const code = `local ok, problem = pcall(function() ${hoard} end) kept = nil kept = {}
      for i = 1, 1e5 do kept[i] = i end print(ok, problem, #kept)`;
    const { printed, failure } = await runLua("wasmoon", code, { limits: SMALL });
    expect(failure).toBeNull();
    expect(printed).toEqual(["false\tnot enough memory\t100000"]);
  });

  it.each(LUA_ENGINES)("in %s can be lifted", async (engine) => {
    const { failure } = await runLua(engine, "kept = {} for i = 1, 400000 do kept[i] = { i } end", {
      limits: { memoryBytes: null },
    });
    expect(failure).toBeNull();
  });
});

describe.each(LUA_ENGINES)("the stack limit in %s", (engine) => {
  const code = `local function down(n) if n > 0 then return 1 + down(n - 1) end return 0 end
    print(pcall(down, 3000))`;

  it("can be lowered, and cannot be caught then", async () => {
    const { path, printed, failure } = await runLua(engine, code, { limits: { stackBytes: 128 * 1024 } });
    expect(printed).toEqual([]);
    expect(failure).toMatchObject({
      kind: "threw",
      message: `${path}:1: stack overflow: more than 1024 calls within each other`,
    });
  });

  it("is where the VM has it when it is lifted, as an error like any other", async () => {
    expect((await runLua(engine, code)).printed).toEqual(["true\t3000"]);
    const endless = `local function down() return 1 + down() end
      local ok, problem = pcall(down) print(ok, problem:match("stack overflow")) print("alive")`;
    expect((await runLua(engine, endless)).printed).toEqual(["false\tstack overflow", "alive"]);
  });
});
