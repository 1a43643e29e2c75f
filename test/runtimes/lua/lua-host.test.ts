import { describe, expect, it } from "vitest";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { type Dialect, describeHost } from "../../fixtures/allocators/host-behaviour.js";
import { describeLimits, type LimitDialect } from "../../fixtures/allocators/limit-behaviour.js";
import { describeReporting, type ReportingDialect } from "../../fixtures/allocators/reporting-behaviour.js";
import { scratchFile } from "../../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../../fixtures/random-history.js";

const decide = (body: string) => `return { decide = function(cluster)\n${body}\nend }`;

/** All amounts, the first framework in its role, and the first agent. */
const FIRST = "local all, subscription, agent = cluster:zeros(), cluster.roles[2].subscriptions[1], cluster.agents[1]";

const DIALECT: Dialect = {
  extension: ".lua",
  offersCpus: `
    local function decide(cluster)
      local subscription = cluster.roles[2].subscriptions[1]
      for _, agent in ipairs(cluster.candidates) do
        local offer = cluster:zeros()
        for _, key in ipairs(cluster.plain_keys) do
          if cluster.keys[key].name == "cpus" then offer[key] = agent.free[key] end
        end
        if cluster:is_allocatable(offer) then cluster:offer(subscription, agent, offer) end
      end
    end
    return { triggers = { "recoverResources", "requestResources" }, decide = decide }`,
  syntaxError: { code: "local x = 1\nlocal y = = 2", line: 2 },
  throwsAtLoad: { code: "local x = 1\nlocal y = x.y.z", line: 2 },
  throwsInDecide: { code: decide("local x = 1\nerror('no\\ngood')"), line: 3 },
  misusesSdk: {
    code: decide("local all = cluster:zeros()\ncluster:offer(cluster.roles[2].subscriptions[1], 99, all)"),
    line: 3,
  },
  offersHalves: decide(`${FIRST} all[1] = 0.5 cluster:offer(subscription, agent, all)`),
  noDecide: "return { decide = 1 }",
  endless: { code: decide("local n = 0\nwhile true do n = n + 1 end"), line: 3 },
  endlessAtLoad: { code: "local n = 0\nwhile true do n = n + 1 end", line: 2 },
  stubborn: decide(`
    local function spin() while true do end end
    while true do
      pcall(spin)
      xpcall(spin, spin)
      coroutine.resume(coroutine.create(spin))
      pcall(coroutine.wrap(function() pcall(spin) end))
    end`),
  hog: decide("kept = {} for i = 1, 600000 do kept[i] = { i } end"),
  prints: decide("print('one 2')"),
  printsRandom: `print(math.random(), math.random(6), math.random(3, 9)) ${decide("")}`,
  printsClock: null,
};

const REPORTING: ReportingDialect = {
  extension: ".lua",
  explains: decide(`${FIRST} all[1] = 1000 cluster:offer(subscription, agent, all, { why = "it waits: ä" })`),
  reports: decide(`
    cluster:metric("queue.length", 2.5, "tasks")
    cluster:metric("queue.length", 3.5, "tasks")
    cluster:metric("plain", -1)`),
  misnames: decide("cluster:metric('no name', 1)"),
  reportsNothing: decide("cluster:metric('load', 0 / 0)"),
  changesUnits: decide("cluster:metric('load', 1, 'a') cluster:metric('load', 1, 'b')"),
  explainsAtLength: decide(`${FIRST} all[1] = 1000 cluster:offer(subscription, agent, all, { why = ("x"):rep(1025) })`),
};

const LIMITS: LimitDialect = {
  extension: ".lua",
  works: decide("local n = 0 for i = 1, 1000000 do n = n + i end"),
  worksStubbornly: decide("while true do pcall(function() while true do end end) end"),
  chatters: decide("for _ = 1, 1000 do print(('x'):rep(100)) end"),
  chattersStubbornly: decide("while true do pcall(print, ('x'):rep(100)) end"),
  recursesForEver: { code: decide("local function f() return 1 + f() end\nf()"), line: 2 },
  recurses: decide("local function down(n) return n == 0 and 0 or 1 + down(n - 1) end down(400)"),
  smallStackBytes: 32 * 1024,
};

for (const engine of LUA_ENGINES) {
  describeHost(`Lua (${engine})`, DIALECT, engine);
  describeReporting(`Lua (${engine})`, REPORTING, engine);
  describeLimits(`Lua (${engine})`, { ...LIMITS, luaEngine: engine });
}

describe.each(LUA_ENGINES)("the Lua sandbox in %s", (luaEngine) => {
  const run = async (code: string) => {
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const printed: string[] = [];
    const path = scratchFile("script.lua", `${code}\n${decide("")}`);
    const source = { path, luaEngine, print: (line: string) => printed.push(line) };
    const allocator = await loadAllocator(source, context, { ...UNLIMITED, callMs: 60_000 });
    allocator.close();
    return printed;
  };

  it("has no way to files, processes, other code or the collector", async () => {
    const names = ["io", "os", "debug", "package", "dofile", "loadfile", "load", "collectgarbage", "js"];
    const list = `${names.join(", ")}, string.dump, math.randomseed`;
    const printed = await run(`for _, name in pairs({ ${list} }) do print(name) end`);
    expect(printed).toEqual([]);
  });

  it("requires nothing but the SDK", async () => {
    const printed = await run(`print(require("workbench") == require("workbench"), pcall(require, "lfs"))`);
    expect(printed).toEqual(["true\tfalse\tmodule 'lfs' not found: there is no lfs.lua beside the script"]);
  });

  it("gives amounts as floats, which do not wrap around at 2^31", async () => {
    const printed = await run(`
      local guest = require("workbench.script_guest")({ decide = function(cluster) print(cluster.agents[1].total[1] * 1000) end })
      guest.setup({
        agents = { "a" }, frameworks = {}, roles = {}, parameters = {},
        resourceKeys = { { text = "mem", name = "mem", plain = 0.0, reservation = -1.0, revocable = false } },
        options = { allocationInterval = 1e6, minAllocatable = {}, fairnessExclude = {}, countLentInShares = true, filterGpuResources = true },
      })
      guest.decide({ 8.0, 5.0, 0.0, 1.0, 0.0, 65536000.0, 0.0 }, 7.0)`);
    expect(printed).toEqual(["65536000000.0"]);
  });

  it("tells an error of its own as the script's, with its place", async () => {
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const path = scratchFile("script.lua", "local x = 1\nprint(x)");
    const print = () => {
      throw new RangeError("no such array");
    };
    const limits = UNLIMITED;
    const message = `${path}:2: RangeError: no such array`;
    await expect(loadAllocator({ path, luaEngine, print }, context, limits)).rejects.toMatchObject({
      kind: "loadFailed",
      message,
    });
  });
});
