import { BadInput } from "../base/bad-input.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { RunModules } from "./modules/run-modules.js";
import type { PreparedAllocator } from "./prepared-allocator.js";

export interface ModulePreparation {
  /** What a complaint is about. */
  readonly place: string;
  /** What messages shall call the library; its own name if nothing else is said. */
  readonly shownAs?: string;
  readonly luaEngine: LuaEngine;
}

/**
 * An allocator that is a module.
 *
 * @param modules verified ones, which rules do not forbid
 * @throws BadInput when it is of another kind
 */
export function prepareModule(
  name: string,
  modules: RunModules,
  { place, shownAs, luaEngine }: ModulePreparation,
): PreparedAllocator {
  const failure = modules.failureOf(name);
  if (failure !== undefined) return { kind: "failed", failure };
  const module = modules.get(name);
  if (module === undefined) throw new Error(`no module ${name} was verified`);
  if (module.kind !== "Allocator") {
    const rule = `the module is of kind ${module.kind}, not Allocator`;
    throw new BadInput([{ place, value: name, rule, nextStep: "name a module of that kind" }]);
  }
  const { library } = module.library;
  return { kind: "ready", allocator: { kind: "module", module, shownAs: shownAs ?? library, luaEngine } };
}
