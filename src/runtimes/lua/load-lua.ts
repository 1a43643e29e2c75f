import { AllocatorFailure } from "../../allocator/failure.js";
import type { Guest } from "../guest.js";
import type { ModuleScript } from "../module-script.js";
import type { AllocatorScript, Script } from "../script.js";

export const LUA_ENGINES = ["fengari", "wasmoon"] as const;
export type LuaEngine = (typeof LUA_ENGINES)[number];

/**
 * Loads an allocator script in a Lua VM.
 * @throws AllocatorFailure
 */
export async function loadLua(script: AllocatorScript, engine: LuaEngine): Promise<Guest> {
  checkEngine(script, engine);
  return (await import("./fengari-allocator.js")).loadFengariAllocator(script);
}

/**
 * Loads a script with modules in a Lua VM.
 * @throws AllocatorFailure
 */
export async function loadLuaModules(script: Script, engine: LuaEngine): Promise<ModuleScript> {
  checkEngine(script, engine);
  return (await import("./fengari-module-script.js")).loadFengariModules(script);
}

function checkEngine({ path }: Script, engine: LuaEngine): void {
  if (engine === "fengari") return;
  const message = `${path}: the Lua engine ${engine} is not part of this version; use fengari`;
  throw new AllocatorFailure("loadFailed", message);
}
