import type { AllocatorFactory } from "../allocator/allocator.js";
import type { AllocatorScript } from "../sdk/allocator-script.js";

/** The allocators that come with the program. Each is loaded when it is asked for. */
const BUILTINS: Readonly<Record<string, () => Promise<AllocatorFactory>>> = {
  hierarchical: async () => (await import("../allocator/hierarchical/hierarchical.js")).createHierarchical,
  "preemptive-oversubscription": async () =>
    behindTheWire(await import("../../allocators/preemptive-oversubscription.js")),
  "reference-drf": async () => behindTheWire(await import("../../allocators/reference/drf.js")),
};

/** The same mirror and the same wire as for a script in another language. */
async function behindTheWire(script: AllocatorScript): Promise<AllocatorFactory> {
  const { ScriptGuest } = await import("../sdk/script-guest.js");
  const { WireAllocator } = await import("../runtimes/wire-allocator.js");
  return (context) => new WireAllocator(new ScriptGuest(script), context);
}

export const BUILTIN_NAMES: ReadonlySet<string> = new Set(Object.keys(BUILTINS));

/** Other names, as Mesos' `--allocator` has them. */
export const BUILTIN_ALIASES: ReadonlyMap<string, string> = new Map([["HierarchicalDRF", "hierarchical"]]);

/** @throws Error when there is no such built-in: the caller has looked before */
export function loadBuiltin(name: string): Promise<AllocatorFactory> {
  const load = BUILTINS[name];
  if (load === undefined) throw new Error(`no built-in allocator ${name}`);
  return load();
}
