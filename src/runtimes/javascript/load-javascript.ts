import type { Guest } from "../guest.js";
import type { Script } from "../script.js";

/**
 * Loads an allocator script, an ES module, in QuickJS.
 * @throws AllocatorFailure
 */
export async function loadJavaScript(script: Script): Promise<Guest> {
  return (await import("./quickjs-guest.js")).loadQuickJsGuest(script);
}
