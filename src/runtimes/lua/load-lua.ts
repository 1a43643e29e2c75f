import type { Guest } from "../guest.js";
import type { ModuleScript } from "../module-script.js";
import type { AllocatorScript, Script } from "../script.js";
import type { OpenLuaVm } from "./lua-vm.js";

/** Of Lua there are two virtual machines: `lua-vm.ts` is what they have in common. */
export const LUA_ENGINES = ["wasmoon", "fengari"] as const;
export type LuaEngine = (typeof LUA_ENGINES)[number];

export const DEFAULT_LUA_ENGINE: LuaEngine = "wasmoon";

/**
 * Loads an allocator script in a Lua VM.
 * @throws AllocatorFailure
 */
export async function loadLua(script: AllocatorScript, engine: LuaEngine): Promise<Guest> {
  const { loadLuaAllocator } = await import("./lua-allocator.js");
  return loadLuaAllocator(script, await openerOf(engine));
}

/**
 * Loads a script with modules in a Lua VM.
 * @throws AllocatorFailure
 */
export async function loadLuaModules(script: Script, engine: LuaEngine): Promise<ModuleScript> {
  const { loadModuleScript } = await import("./lua-module-script.js");
  return loadModuleScript(script, await openerOf(engine));
}

/** A run without Lua scripts never pays for an engine. */
export async function openerOf(engine: LuaEngine): Promise<OpenLuaVm> {
  switch (engine) {
    case "wasmoon":
      return (await import("./wasmoon/open-wasmoon.js")).openWasmoon;
    case "fengari":
      return (await import("./fengari/open-fengari.js")).openFengari;
  }
}
