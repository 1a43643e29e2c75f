import type { AllocatorFactory } from "../allocator/allocator.js";
import { loadAllocator } from "../runtimes/load-allocator.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { RunLimits } from "../scenario/scenario.js";
import { loadBuiltin } from "./builtins.js";
import { guestLimits } from "./guest-limits.js";
import { moduleAllocator } from "./modules/load-module-allocator.js";
import type { LoadableModule } from "./modules/module-setup.js";
import { printToParent } from "./print-to-parent.js";

/** An allocator that is ready to be loaded in a child process: looked up, compiled and verified. */
export type LoadableAllocator =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "script"; readonly path: string; readonly luaEngine: LuaEngine }
  | {
      readonly kind: "module";
      readonly module: LoadableModule;
      /** What messages shall call its library: a compiled one lies elsewhere than its source. */
      readonly shownAs: string;
      readonly luaEngine: LuaEngine;
    };

/** To be called in the child process: foreign code runs in it from here on. */
export function factoryOf(allocator: LoadableAllocator, limits: RunLimits): AllocatorFactory {
  switch (allocator.kind) {
    case "builtin":
      return async (context) => (await loadBuiltin(allocator.name))(context);
    case "script":
      return scriptFactory(allocator, limits);
    case "module":
      return moduleAllocator(allocator.module, guestLimits(limits), {
        luaEngine: allocator.luaEngine,
        print: printToParent,
      });
  }
}

function scriptFactory(
  { path, luaEngine }: LoadableAllocator & { kind: "script" },
  limits: RunLimits,
): AllocatorFactory {
  return (context) => loadAllocator({ path, luaEngine, print: printToParent }, context, guestLimits(limits));
}
