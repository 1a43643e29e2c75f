import type { Hook } from "./hook.js";

export type CreatedHook =
  | { readonly kind: "created"; readonly hook: Hook }
  | { readonly kind: "failed"; readonly message: string };

/** The loaded modules of kind Hook, as the hook manager needs them. */
export interface HookModules {
  /** In the order of registration. Modules of other kinds are not among them (M33). */
  readonly names: readonly string[];
  /** A new instance at each call (M32), with the parameters of the manifest. */
  create(name: string): CreatedHook;
}
