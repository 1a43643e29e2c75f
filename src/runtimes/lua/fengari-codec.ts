import type { LuaFunction } from "fengari";
import { DataDefect, DataReader, pushData } from "./fengari-data.js";
import type { FengariMachine } from "./fengari-machine.js";

/** Values read between two looks at the limits. */
const VALUES_PER_CHECK = 1_000;

/** `decode(json, list_metatable)` for the SDK. */
export function decodeFunction({ fengari }: FengariMachine): LuaFunction {
  return (L) => {
    const json = fengari.to_jsstring(fengari.lauxlib.luaL_checkstring(L, 1), 0, undefined, true);
    pushData(fengari, L, JSON.parse(json), 2);
    return 1;
  };
}

/** `encode(value, list_metatable)` for the SDK. Raises an error for what is no plain data. */
export function encodeFunction({ fengari, limits }: FengariMachine): LuaFunction {
  const { lua, lauxlib, to_luastring } = fengari;
  return (L) => {
    let values = 0;
    const look = () => {
      if (++values % VALUES_PER_CHECK === 0) limits.check(L);
    };
    try {
      const value = new DataReader(fengari, L, 2, look).read(1);
      lua.lua_pushstring(L, to_luastring(JSON.stringify(value)));
    } catch (error) {
      if (!(error instanceof DataDefect)) throw error;
      return lauxlib.luaL_error(L, to_luastring(error.message));
    }
    return 1;
  };
}
