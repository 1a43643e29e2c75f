import type { Script } from "../../script.js";
import type { LuaVm, LuaWitness } from "../lua-vm.js";
import { FengariLimits } from "./fengari-limits.js";
import { FengariStack } from "./fengari-stack.js";
import { importFengari } from "./import-fengari.js";
import { formatFunction } from "./string-format.js";

/** No io, os, debug or package: a script computes and prints. */
const LIBRARIES = [
  ["_G", "base"],
  ["table", "table"],
  ["string", "string"],
  ["math", "math"],
  ["coroutine", "coroutine"],
  ["utf8", "utf8"],
] as const;

/** Opens a fengari: Lua 5.3, written in JavaScript, with integers of 32 bits. */
export async function openFengari(script: Script, witness: LuaWitness): Promise<LuaVm> {
  const fengari = await importFengari();
  const { lua, lauxlib, lualib, to_luastring } = fengari;
  const L = lauxlib.luaL_newstate();
  if (L === null) throw new Error("fengari gives no Lua state");
  for (const [name, library] of LIBRARIES) {
    lauxlib.luaL_requiref(L, to_luastring(name), lualib[`luaopen_${library}`], 1);
    lua.lua_pop(L, 1);
  }
  // An error of the VM itself, such as an array that cannot be had, becomes a Lua error; without this its text is lost.
  lua.lua_atnativeerror(L, (L) => {
    lua.lua_pushstring(L, to_luastring(String(lua.lua_touserdata(L, 1))));
    return 1;
  });
  lua.lua_getglobal(L, to_luastring("string"));
  lua.lua_getfield(L, -1, to_luastring("format"));
  lua.lua_pushcfunction(L, formatFunction(fengari, lua.lua_tocfunction(L, -1)));
  lua.lua_setfield(L, -3, to_luastring("format"));
  lua.lua_settop(L, 0);
  return {
    engine: "fengari",
    stack: new FengariStack(fengari, L),
    limits: new FengariLimits(fengari, L, script, witness),
  };
}
