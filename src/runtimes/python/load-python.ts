import type { Guest } from "../guest.js";
import type { ModuleScript } from "../module-script.js";
import type { AllocatorScript, Script } from "../script.js";

/**
 * Loads an allocator script in Pyodide (CPython in WebAssembly), without the network and without the host's files.
 * @throws AllocatorFailure
 */
export async function loadPython(script: AllocatorScript): Promise<Guest> {
  return (await import("./pyodide-allocator.js")).loadPyodideAllocator(script);
}

/**
 * Loads a script with modules in Pyodide.
 * @throws AllocatorFailure
 */
export async function loadPythonModules(script: Script): Promise<ModuleScript> {
  return (await import("./pyodide-module-script.js")).loadPyodideModules(script);
}
