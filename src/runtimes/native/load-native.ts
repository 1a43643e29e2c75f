import type { ParameterValue } from "../../allocator/allocator.js";
import type { Guest } from "../guest.js";

/**
 * Opens an allocator module in a shared library and makes an instance. `inspectNative` must have found nothing wrong
 * with it.
 *
 * @param library as `dlopen` takes it: with a `/` a path, else looked up by the system
 * @throws AllocatorFailure
 */
export async function loadNative(
  library: string,
  symbol: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): Promise<Guest> {
  return (await import("./native-guest.js")).loadNativeGuest(library, symbol, parameters);
}
