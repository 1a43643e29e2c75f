import { BadInput } from "../../base/bad-input.js";
import type { ModuleCall } from "../module-call.js";
import type { Complete, Outcome } from "../outcome.js";
import type { Hook } from "./hook.js";
import { hookMethodComplaints } from "./hook-method-complaints.js";
import { HOOK_METHODS, type HookMethodName, isAsynchronous, isHookMethod } from "./hook-methods.js";
import { type HookResult, hookError, NO_OPINION, some } from "./hook-result.js";
import { HOOK_VALUE_READERS } from "./hook-value-reader.js";
import { IllegalHookResult } from "./illegal-hook-result.js";
import { ValueDefect } from "./value-defect.js";

/** An instance of a hook module in another language, as its host sees it: one call for all methods, plain data both ways. */
export interface GuestHook {
  /** The module's name. */
  readonly name: string;
  /** The methods that it implements. */
  readonly methods: readonly string[];
  /**
   * Calls a method with its input, as `HookInputs` lays it out.
   *
   * A method completes with a value, its result; with nothing (or null), which is no opinion; or as failed, which is an
   * error that the hook reports. A synchronous one completes before the call returns, an asynchronous one at once or
   * later; but never from within a synchronous hook: the host keeps that for after the call.
   */
  readonly call: ModuleCall;
}

/**
 * Puts a guest behind the port. Its methods throw IllegalHookResult when the guest's answer is none.
 *
 * @throws BadInput when it implements a method that there is not (D15)
 */
export function hookOf(guest: GuestHook): Hook {
  const complaints = hookMethodComplaints(guest.methods, `hook module ${guest.name}`);
  if (complaints.length > 0) throw new BadInput(complaints);
  const methods = guest.methods.filter(isHookMethod);
  return Object.fromEntries(methods.map((method) => [method, methodOf(guest, method)])) as Hook;
}

function methodOf(guest: GuestHook, method: HookMethodName): unknown {
  const legal = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw error instanceof ValueDefect ? new IllegalHookResult(guest.name, method, error.message) : error;
    }
  };
  if (isAsynchronous(method)) {
    return (input: object, complete: Complete<unknown>) =>
      guest.call(method, input, (outcome) => {
        if (outcome.kind !== "ready") complete(outcome);
        else complete({ kind: "ready", value: legal(() => readOptionalValue(method, outcome.value)) });
      });
  }
  return (input: object) => {
    let outcome: Outcome<unknown> | undefined;
    guest.call(method, input, (end) => {
      outcome ??= end;
    });
    return legal(() => readOutcome(method, outcome));
  };
}

function readOutcome(method: HookMethodName, outcome: Outcome<unknown> | undefined): HookResult<unknown> {
  switch (outcome?.kind) {
    case "ready": {
      const value = readOptionalValue(method, outcome.value);
      return value === null ? NO_OPINION : some(value);
    }
    case "failed":
      return hookError(outcome.message);
    default:
      throw new ValueDefect(outcome === undefined ? "it must come before the call returns" : "it was discarded");
  }
}

function readOptionalValue(method: HookMethodName, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return HOOK_VALUE_READERS[HOOK_METHODS[method].result](value, "value");
}
