import type { Complaint } from "../base/bad-input.js";
import { LUA_ENGINES, type LuaEngine } from "../runtimes/lua/load-lua.js";

/** `--lua-engine`; fengari when it is not given, or wrong (then with a complaint). */
export function readLuaEngine(text: string | undefined, complaints: Complaint[]): LuaEngine {
  if (text === undefined || text === "fengari") return "fengari";
  const isKnown = LUA_ENGINES.some((engine) => engine === text);
  const rule = isKnown
    ? "this Lua engine is not part of this version"
    : `a Lua engine is one of ${LUA_ENGINES.join(", ")}`;
  complaints.push({ place: "--lua-engine", value: text, rule, nextStep: "use --lua-engine=fengari" });
  return "fengari";
}
