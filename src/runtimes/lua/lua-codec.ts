import type { GuestOutput } from "../guest-output.js";
import { DataDefect, DataReader, pushData } from "./lua-data.js";
import type { HostFunction } from "./lua-stack.js";
import type { LuaLimits } from "./lua-vm.js";

/** Values read between two looks at the limits. */
const VALUES_PER_CHECK = 1_000;

/** A value in JSON, with what stands between it and the next. */
const LEAST_BYTES = 2;

/** `decode(json, list_metatable)` for the SDK. */
export const decode: HostFunction = (stack) => {
  pushData(stack, JSON.parse(stack.checkText(1)), 2);
  return 1;
};

/** `encode(value, list_metatable)` for the SDK. Raises an error for what is no plain data. */
export function encodeFunction(limits: LuaLimits, output: GuestOutput): HostFunction {
  return (stack) => {
    let values = 0;
    const look = () => {
      if (++values % VALUES_PER_CHECK !== 0) return;
      // Data may be small to make and large to say: it counts before it is said.
      if (values * LEAST_BYTES > output.bytesLeft) output.add(values * LEAST_BYTES);
      limits.check(stack);
    };
    try {
      stack.pushText(JSON.stringify(new DataReader(stack, 2, look).read(1)));
    } catch (error) {
      if (!(error instanceof DataDefect)) throw error;
      return stack.fail(error.message);
    }
    return 1;
  };
}
