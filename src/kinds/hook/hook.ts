import type { Complete } from "../outcome.js";
import type { HookInputs } from "./hook-inputs.js";
import type { AsynchronousMethod, HookValue, SynchronousMethod } from "./hook-methods.js";
import type { HookResult } from "./hook-result.js";

/** The methods that answer at once. */
export type SynchronousHook = {
  readonly [M in SynchronousMethod]?: (input: HookInputs[M]) => HookResult<HookValue<M>>;
};

type AsynchronousHook = {
  readonly [M in AsynchronousMethod]?: (input: HookInputs[M], complete: Complete<HookValue<M> | null>) => void;
};

/**
 * The port of a module of kind Hook. A method that is absent has no opinion. What a hook is given belongs to the host: it
 * answers with data of its own and changes nothing in place. It may not call the hook manager from a synchronous method
 * (H9). An asynchronous method may complete with null: no opinion.
 */
export type Hook = SynchronousHook & AsynchronousHook;
