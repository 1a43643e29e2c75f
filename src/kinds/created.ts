/** What came of a create(): an instance, or why there is none (a null in Mesos; M31). */
export type Created<T> =
  | { readonly kind: "created"; readonly instance: T }
  | { readonly kind: "failed"; readonly message: string };

export function created<T>(instance: T): Created<T> {
  return { kind: "created", instance };
}

export function notCreated(message: string): Created<never> {
  return { kind: "failed", message };
}
