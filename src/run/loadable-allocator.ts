import type { AllocatorFactory } from "../allocator/allocator.js";
import type { GuestLimits } from "../runtimes/guest.js";
import { loadAllocator } from "../runtimes/load-allocator.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import type { RunLimits } from "../scenario/scenario.js";
import { loadBuiltin } from "./builtins.js";

/** An allocator that is ready to be loaded in a child process: looked up, compiled and inspected. */
export type LoadableAllocator =
  | { readonly kind: "builtin"; readonly name: string }
  | {
      readonly kind: "file";
      readonly path: string;
      /** As messages shall name it: a compiled library lies elsewhere than its source. */
      readonly shownAs: string;
      /** Only for a native library. */
      readonly symbol: string | null;
      readonly luaEngine: LuaEngine;
    };

/** To be called in the child process: foreign code runs in it from here on. */
export function factoryOf(allocator: LoadableAllocator, limits: RunLimits): AllocatorFactory {
  if (allocator.kind === "builtin") return async (context) => (await loadBuiltin(allocator.name))(context);
  const { path, symbol, luaEngine } = allocator;
  // The parent says whose line it is.
  const print = (line: string) => {
    process.stdout.write(`${line}\n`);
  };
  const source = { path, luaEngine, print, ...(symbol === null ? {} : { symbol }) };
  return (context) => loadAllocator(source, context, guestLimits(limits));
}

/**
 * The guest's own memory limit stands below the process's, so that the guest gives way first: it can say where in the
 * script it was.
 */
function guestLimits({ callMs, memoryBytes }: RunLimits): GuestLimits {
  return { callMs, memoryBytes: memoryBytes === null ? null : Math.floor(memoryBytes * 0.6) };
}
