import { AllocatorFailure } from "../../allocator/failure.js";
import type { Guest } from "../guest.js";
import type { Script } from "../script.js";

export const LUA_ENGINES = ["fengari", "wasmoon"] as const;
export type LuaEngine = (typeof LUA_ENGINES)[number];

/**
 * Loads an allocator script in a Lua VM.
 * @throws AllocatorFailure
 */
export async function loadLua(script: Script, engine: LuaEngine): Promise<Guest> {
  switch (engine) {
    case "fengari":
      return (await import("./fengari-guest.js")).loadFengariGuest(script);
    case "wasmoon":
      throw new AllocatorFailure(
        "loadFailed",
        `${script.path}: the Lua engine wasmoon is not part of this version; use fengari`,
      );
  }
}
