import type { ModuleScript } from "../module-script.js";
import type { Script } from "../script.js";
import { PyodideMachine } from "./pyodide-machine.js";

/** @throws AllocatorFailure */
export async function loadPyodideModules(script: Script): Promise<ModuleScript> {
  const machine = await PyodideMachine.start(script);
  machine.load((exports) => machine.call((host) => host.start_modules(exports, script.testHost ?? null), "loadFailed"));
  return {
    dispatch: (request, kind) => machine.call((host) => host.dispatch(request), kind),
    close: () => machine.close(),
  };
}
