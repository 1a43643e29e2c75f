/*
 * Runs inside QuickJS, before the script: puts it behind the SDK, and plain data between the SDK and the host.
 */
import type { AllocatorScript } from "../../../sdk/allocator-script.js";
import { type AllocatorModule, allocatorIn } from "../../../sdk/module-allocator.js";
import { ModuleGuest } from "../../../sdk/module-guest.js";
import { ScriptGuest } from "../../../sdk/script-guest.js";

export { prepareWorld } from "./world.js";

/** Taken before the script can change them. */
const { parse, stringify } = JSON;

type Exports = Readonly<Record<string, unknown>>;

export function findAllocator(script: Exports, json: string): AllocatorScript | string {
  return allocatorIn(script, parse(json) as AllocatorModule | null);
}

/** The functions behind the host's `Guest`. */
export function startAllocator(allocator: AllocatorScript) {
  const guest = new ScriptGuest(allocator);
  return {
    setup: (json: string) => stringify(guest.setup(parse(json))),
    addResourceKeys: (json: string) => guest.addResourceKeys(parse(json)),
    decide: (buffer: ArrayBuffer) => guest.decide(new Float64Array(buffer)).buffer,
    takeTexts: () => stringify(guest.takeTexts()),
  };
}

/** The function behind the host's `ModuleScript`. */
export function startModules(script: Exports): (json: string) => string {
  const guest = new ModuleGuest(script);
  return (json) => guest.dispatch(json);
}
