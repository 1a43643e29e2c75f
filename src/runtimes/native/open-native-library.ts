import type { ModuleInstance } from "../../kinds/module-instance.js";
import type { Opening } from "../../kinds/open-library.js";
import type { ModuleWorld } from "./module-world.js";

/**
 * Opens a shared library with modules in it. Always in a process of its own: its code may crash or hang it, from the
 * opening on, and nothing here can stop that.
 *
 * @param library as `dlopen` takes it: with a `/` a path, else looked up by the system (M18)
 * @param world what the modules' instances can reach
 */
export async function openNativeLibrary(library: string, world: ModuleWorld): Promise<Opening<ModuleInstance>> {
  return (await import("./opened-native-library.js")).openedNativeLibrary(library, world);
}
