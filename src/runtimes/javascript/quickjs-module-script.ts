import type { ModuleScript } from "../module-script.js";
import type { Script } from "../script.js";
import { QuickJsMachine } from "./quickjs-machine.js";

/** @throws AllocatorFailure */
export async function loadQuickJsModules(script: Script): Promise<ModuleScript> {
  const machine = await QuickJsMachine.start(script);
  const { context } = machine;
  const { testHost } = script;
  const host =
    testHost === undefined
      ? context.null
      : context.newFunction("host", (request) => context.newString(testHost(context.getString(request))));
  const dispatch = machine.load((entry, exports) =>
    context.getProp(entry, "startModules").consume((start) => machine.call(start, [exports, host], "loadFailed")),
  );
  host.dispose();
  return {
    dispatch: (request, kind) => machine.callWithText(dispatch, request, kind),
    close: () => {},
  };
}
