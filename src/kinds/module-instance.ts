import type { ModuleCall } from "./module-call.js";

/** What a module's create() gave, in whatever language it is written: its kind's adapter puts it behind the kind's port. */
export interface ModuleInstance {
  /** The methods of its kind that it has. */
  readonly methods: readonly string[];
  /**
   * Calls a method. A module that answers later does so when one of its timers ends or in a later call.
   *
   * @throws ModuleFailure when the module's code breaks, or takes too long
   */
  readonly call: ModuleCall;
  /** No call follows. */
  close(): void;
}
