import type { ModuleScript } from "../module-script.js";
import type { Script } from "../script.js";
import { QuickJsMachine } from "./quickjs-machine.js";

/** @throws AllocatorFailure */
export async function loadQuickJsModules(script: Script): Promise<ModuleScript> {
  const machine = await QuickJsMachine.start(script);
  const dispatch = machine.load((entry, exports) =>
    machine.context.getProp(entry, "startModules").consume((start) => machine.call(start, [exports], "loadFailed")),
  );
  return {
    dispatch: (request, kind) => machine.callWithText(dispatch, request, kind),
    close: () => {},
  };
}
