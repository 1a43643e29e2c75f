import { readFileSync } from "node:fs";
import type { LuaFunction, LuaState } from "fengari";
import { packageFile } from "../../base/package-files.js";
import { randomStream } from "../../base/random.js";
import type { Script } from "../script.js";
import type { Fengari } from "./fengari-engine.js";

/** No io, os, debug or package: a script computes and prints. */
const LIBRARIES = [
  ["_G", "base"],
  ["table", "table"],
  ["string", "string"],
  ["math", "math"],
  ["coroutine", "coroutine"],
  ["utf8", "utf8"],
] as const;

/** They read files, run unseen code (binary chunks can crash the VM), or make a decision depend on the collector. */
const REMOVED_GLOBALS = ["dofile", "loadfile", "load", "collectgarbage"];

/** What can be required, by the file's name below this folder. */
const SDK_FILES: ReadonlyMap<string, string> = new Map([
  ["workbench", "workbench.lua"],
  ["workbench.modules", "workbench/modules.lua"],
]);

/** A Lua state with nothing in it but what a script may use. */
export function createSandbox(fengari: Fengari, script: Script): LuaState {
  const { lua, lauxlib, lualib, to_luastring } = fengari;
  const L = lauxlib.luaL_newstate();
  if (L === null) throw new Error("fengari gives no Lua state");
  for (const [name, library] of LIBRARIES) {
    lauxlib.luaL_requiref(L, to_luastring(name), lualib[`luaopen_${library}`], 1);
    lua.lua_pop(L, 1);
  }
  for (const name of REMOVED_GLOBALS) {
    lua.lua_pushnil(L);
    lua.lua_setglobal(L, to_luastring(name));
  }
  setGlobal(fengari, L, "print", printFunction(fengari, script));
  setGlobal(fengari, L, "require", requireFunction(fengari));
  replaceRandom(fengari, L, script.seed);
  removeField(fengari, L, "string", "dump");
  lua.lua_atnativeerror(L, nativeErrorText(fengari));
  return L;
}

function setGlobal(fengari: Fengari, L: LuaState, name: string, f: LuaFunction): void {
  fengari.lua.lua_pushcfunction(L, f);
  fengari.lua.lua_setglobal(L, fengari.to_luastring(name));
}

function removeField(fengari: Fengari, L: LuaState, library: string, name: string): void {
  const { lua, to_luastring } = fengari;
  lua.lua_getglobal(L, to_luastring(library));
  lua.lua_pushnil(L);
  lua.lua_setfield(L, -2, to_luastring(name));
  lua.lua_pop(L, 1);
}

/** An error of the VM itself, such as an array that cannot be had, becomes a Lua error; without this its text is lost. */
function nativeErrorText({ lua, to_luastring }: Fengari): LuaFunction {
  return (L) => {
    lua.lua_pushstring(L, to_luastring(String(lua.lua_touserdata(L, 1))));
    return 1;
  };
}

function printFunction({ lua, lauxlib, to_jsstring }: Fengari, script: Script): LuaFunction {
  return (L) => {
    const parts: string[] = [];
    for (let i = 1; i <= lua.lua_gettop(L); i++) {
      parts.push(to_jsstring(lauxlib.luaL_tolstring(L, i), 0, undefined, true));
      lua.lua_pop(L, 1);
    }
    script.print(parts.join("\t"));
    return 0;
  };
}

/** `require "workbench"` runs the SDK once; there is nothing else to require but a part of it. */
function requireFunction(fengari: Fengari): LuaFunction {
  const { lua, lauxlib, to_jsstring, to_luastring } = fengari;
  const loaded = new Map<string, number>();
  return (L) => {
    const name = to_jsstring(lauxlib.luaL_checkstring(L, 1), 0, undefined, true);
    const file = SDK_FILES.get(name);
    if (file === undefined) {
      return lauxlib.luaL_error(L, to_luastring(`module '${name}' not found: only 'workbench' can be required`));
    }
    if (!loaded.has(name)) {
      const code = new Uint8Array(readFileSync(packageFile("src", "runtimes", "lua", file)));
      const status = lauxlib.luaL_loadbufferx(L, code, code.length, to_luastring(`@${file}`), to_luastring("t"));
      if (status !== lua.LUA_OK) return lua.lua_error(L);
      lua.lua_call(L, 0, 1);
      loaded.set(name, lauxlib.luaL_ref(L, lua.LUA_REGISTRYINDEX));
    }
    lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, loaded.get(name) as number);
    return 1;
  };
}

/** `math.random` with the run's seed behind it; without that, fengari takes the host's unseeded numbers. */
function replaceRandom(fengari: Fengari, L: LuaState, seed: number): void {
  const { lua, lauxlib, to_luastring } = fengari;
  const random = randomStream(seed, "lua: math.random");
  removeField(fengari, L, "math", "randomseed");
  lua.lua_getglobal(L, to_luastring("math"));
  lua.lua_pushcfunction(L, (L) => {
    const args = lua.lua_gettop(L);
    if (args === 0) {
      lua.lua_pushnumber(L, random());
      return 1;
    }
    const low = args === 1 ? 1 : lauxlib.luaL_checkinteger(L, 1);
    const high = lauxlib.luaL_checkinteger(L, args === 1 ? 1 : 2);
    if (low > high) return lauxlib.luaL_error(L, to_luastring("math.random: the interval is empty"));
    lua.lua_pushinteger(L, low + Math.floor(random() * (high - low + 1)));
    return 1;
  });
  lua.lua_setfield(L, -2, to_luastring("random"));
  lua.lua_pop(L, 1);
}
