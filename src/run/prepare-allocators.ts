import { BadInput, type Complaint } from "../base/bad-input.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { AllocatorReference } from "../scenario/scenario.js";
import { BUILTIN_NAMES } from "./builtins.js";
import { displayPath } from "./display-path.js";
import { NO_MODULES, type RunModules } from "./modules/run-modules.js";
import { prepareModule } from "./prepare-module.js";
import { type NativeSettings, prepareNative } from "./prepare-native.js";
import type { PreparedAllocator } from "./prepared-allocator.js";

export interface AllocatorToPrepare extends Omit<NativeSettings, "kinds" | "luaEngine"> {
  /** What a complaint is about where the allocator has no place of its own. */
  readonly label?: string;
  readonly use: AllocatorReference;
}

/**
 * Compiles the native ones and verifies all modules among them, so that what is wrong with one is known before anything
 * is simulated.
 *
 * @param modules of the manifests: a name that no built-in has stands for one of them
 * @returns in the order given
 * @throws BadInput with everything that is wrong with any of them
 */
export async function prepareAllocators(
  allocators: readonly AllocatorToPrepare[],
  luaEngine: LuaEngine,
  modules: RunModules = NO_MODULES,
): Promise<PreparedAllocator[]> {
  const complaints: Complaint[] = [];
  const prepared: PreparedAllocator[] = [];
  for (const allocator of allocators) {
    try {
      prepared.push(await prepare(allocator, luaEngine, modules));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      complaints.push(...error.complaints);
    }
  }
  if (complaints.length > 0) throw new BadInput(complaints);
  return prepared;
}

async function prepare(
  allocator: AllocatorToPrepare,
  luaEngine: LuaEngine,
  modules: RunModules,
): Promise<PreparedAllocator> {
  const { use } = allocator;
  if (use.kind === "builtin") {
    if (BUILTIN_NAMES.has(use.name)) return { kind: "ready", allocator: { kind: "builtin", name: use.name } };
    return prepareModule(use.name, modules, { place: `allocator ${allocator.label ?? use.name}`, luaEngine });
  }
  if (use.language === "native") return prepareNative(use, { ...allocator, kinds: modules.kinds, luaEngine });
  return { kind: "ready", allocator: { kind: "script", path: displayPath(use.path), luaEngine } };
}
