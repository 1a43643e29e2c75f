import type { Guest } from "../guest.js";
import type { ModuleScript } from "../module-script.js";
import type { AllocatorScript, Script } from "../script.js";

/**
 * Loads an allocator script, an ES module, in QuickJS.
 * @throws AllocatorFailure
 */
export async function loadJavaScript(script: AllocatorScript): Promise<Guest> {
  return (await import("./quickjs-allocator.js")).loadQuickJsAllocator(script);
}

/**
 * Loads a script with modules, an ES module, in QuickJS.
 * @throws AllocatorFailure
 */
export async function loadJavaScriptModules(script: Script): Promise<ModuleScript> {
  return (await import("./quickjs-module-script.js")).loadQuickJsModules(script);
}
