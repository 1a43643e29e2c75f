import type { LuaState } from "fengari";

/** Fengari cuts file names in messages at 59 characters unless this is set while it loads. */
const LONGEST_FILE_NAME = 4096;

export type Fengari = typeof import("fengari").default;

/** Loads the VM on first use: a run without Lua scripts never pays for it. */
export async function importFengari(): Promise<Fengari> {
  const before = process.env.FENGARICONF;
  process.env.FENGARICONF = JSON.stringify({ LUA_IDSIZE: LONGEST_FILE_NAME });
  try {
    return (await import("fengari")).default;
  } finally {
    if (before === undefined) delete process.env.FENGARICONF;
    else process.env.FENGARICONF = before;
  }
}

/** Plain data as Lua values: lists become sequences from 1, numbers always floats, since fengari's integers have 32 bits. */
export function pushValue(fengari: Fengari, L: LuaState, value: unknown): void {
  const { lua, to_luastring } = fengari;
  if (typeof value === "number") lua.lua_pushnumber(L, value);
  else if (typeof value === "string") lua.lua_pushstring(L, to_luastring(value));
  else if (typeof value === "boolean") lua.lua_pushboolean(L, value);
  else if (Array.isArray(value)) pushList(fengari, L, value);
  else if (typeof value === "object" && value !== null) pushRecord(fengari, L, value);
  else lua.lua_pushnil(L);
}

function pushList(fengari: Fengari, L: LuaState, list: readonly unknown[]): void {
  fengari.lua.lua_createtable(L, list.length, 0);
  for (let i = 0; i < list.length; i++) {
    pushValue(fengari, L, list[i]);
    fengari.lua.lua_rawseti(L, -2, i + 1);
  }
}

function pushRecord(fengari: Fengari, L: LuaState, record: object): void {
  fengari.lua.lua_createtable(L, 0, 0);
  for (const [name, field] of Object.entries(record)) {
    pushValue(fengari, L, field);
    fengari.lua.lua_setfield(L, -2, fengari.to_luastring(name));
  }
}
