import type { Guest } from "../guest.js";
import type { Script } from "../script.js";

/**
 * Loads an allocator script in Pyodide (CPython in WebAssembly), without the network and without the host's files.
 * @throws AllocatorFailure
 */
export async function loadPython(script: Script): Promise<Guest> {
  return (await import("./pyodide-guest.js")).loadPyodideGuest(script);
}
