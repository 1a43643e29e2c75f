import type { Created } from "./created.js";
import type { HookSemantics } from "./hook/hook-semantics.js";
import type { PlannedIsolator } from "./isolator/isolation-flag.js";
import type { ModuleInstance } from "./module-instance.js";
import type { Timer } from "./timer.js";

/** Names of modules by the part that they play; null stands for Mesos' default. */
export interface ModuleSelection {
  /** In the order of installation (H3). */
  readonly hooks: readonly string[];
  readonly hookSemantics: HookSemantics;
  /** In the order of creation (I1). */
  readonly isolators: readonly PlannedIsolator[] | null;
  readonly authenticator: string | null;
  readonly authenticatee: string | null;
  readonly resourceEstimator: string | null;
  readonly qosController: string | null;
}

/** The modules that a simulation is given: loaded, verified, and chosen; their instances are made by the simulation. */
export interface ParticipatingModules {
  readonly selection: ModuleSelection;
  /** The loaded modules of a kind, in the order of registration (M34). */
  names(kind: string): readonly string[];
  /**
   * Makes an instance with the manifest's parameters (M28, M32).
   * @param timer the virtual time that the instance lives in
   * @throws AllocatorFailure when the module's code breaks
   */
  create(kind: string, name: string, timer: Timer): Created<ModuleInstance>;
  /** Takes what a module is warned about: one line for people. */
  warn(line: string): void;
}
