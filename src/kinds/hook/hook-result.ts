/** How a synchronous hook method answers. */
export type HookResult<T> =
  /** No opinion: nothing changes. */
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly value: T }
  /** The hook reports a failure of its own. (A hook that throws is broken: that ends its row.) */
  | { readonly kind: "error"; readonly message: string };

export const NO_OPINION: HookResult<never> = { kind: "none" };

export function some<T>(value: T): HookResult<T> {
  return { kind: "some", value };
}

export function hookError(message: string): HookResult<never> {
  return { kind: "error", message };
}
