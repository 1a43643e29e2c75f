import type { Complaint } from "../base/bad-input.js";
import { DEFAULT_LUA_ENGINE, LUA_ENGINES, type LuaEngine } from "../runtimes/lua/load-lua.js";

/** `--lua-engine`; the default when it is not given, or wrong (then with a complaint). */
export function readLuaEngine(text: string | undefined, complaints: Complaint[]): LuaEngine {
  if (text === undefined) return DEFAULT_LUA_ENGINE;
  const engine = LUA_ENGINES.find((name) => name === text);
  if (engine !== undefined) return engine;
  const rule = `a Lua engine is one of ${LUA_ENGINES.join(", ")}`;
  complaints.push({ place: "--lua-engine", value: text, rule, nextStep: `use --lua-engine=${DEFAULT_LUA_ENGINE}` });
  return DEFAULT_LUA_ENGINE;
}
