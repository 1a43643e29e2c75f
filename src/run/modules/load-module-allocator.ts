import type { AllocatorFactory, ParameterValue } from "../../allocator/allocator.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { GuestLimits } from "../../runtimes/guest.js";
import { GuestOutput } from "../../runtimes/guest-output.js";
import { type AllocatorSource, loadAllocator } from "../../runtimes/load-allocator.js";
import { exitAtOnce } from "../../runtimes/native/exit-at-once.js";
import { loadNative } from "../../runtimes/native/load-native.js";
import { WireAllocator } from "../../runtimes/wire-allocator.js";
import type { LoadableModule } from "./module-setup.js";

/** Makes an instance of an Allocator module. To be called in the child process: foreign code runs from here on. */
export function moduleAllocator(
  { name, library: { host, path }, parameters: listed }: LoadableModule,
  limits: GuestLimits,
  rest: Pick<AllocatorSource, "luaEngine" | "print">,
): AllocatorFactory {
  return async (context) => {
    const moduleParameters = given(context.parameters, listed);
    const parameters = Object.fromEntries(moduleParameters.map(({ key, value }) => [key, value]));
    const own = { ...context, parameters };
    if (host !== "native") return loadAllocator({ ...rest, path, symbol: name, moduleParameters }, own, limits);
    await exitAtOnce();
    // What native code prints is counted where it arrives, by whoever started its process.
    const output = new GuestOutput(limits.outputBytes, () => undefined);
    return new WireAllocator(await loadNative(path, name, moduleParameters), own, output);
  };
}

/** The scenario's parameters, where it has any, replace the manifest's altogether (M29). */
function given(
  own: Readonly<Record<string, ParameterValue>>,
  manifest: readonly ModuleParameter[],
): readonly ModuleParameter[] {
  const entries = Object.entries(own);
  return entries.length === 0 ? manifest : entries.map(([key, value]) => ({ key, value: String(value) }));
}
