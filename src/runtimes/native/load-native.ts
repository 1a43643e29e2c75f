import type { ParameterValue } from "../../allocator/allocator.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { Guest } from "../guest.js";

/**
 * Opens an allocator module in a shared library and makes an instance. It must have been verified.
 *
 * @param library as `dlopen` takes it: with a `/` a path, else looked up by the system
 * @param parameters as a manifest has them, in order and with repeated keys (M28), or as a scenario has them
 * @throws AllocatorFailure
 */
export async function loadNative(
  library: string,
  symbol: string,
  parameters: readonly ModuleParameter[] | Readonly<Record<string, ParameterValue>>,
): Promise<Guest> {
  return (await import("./native-guest.js")).loadNativeGuest(library, symbol, listed(parameters));
}

function listed(
  parameters: readonly ModuleParameter[] | Readonly<Record<string, ParameterValue>>,
): readonly ModuleParameter[] {
  if (Array.isArray(parameters)) return parameters;
  return Object.entries(parameters).map(([key, value]) => ({ key, value: String(value) }));
}
