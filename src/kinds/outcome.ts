/**
 * How a future of Mesos' module interfaces ends. It may stay open for ever: then nothing waits for it but what was said
 * to wait.
 */
export type Outcome<T> =
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "discarded" };

/** Takes the end of one future: at once or at a later virtual time, at most once; later ends are ignored by the taker. */
export type Complete<T> = (outcome: Outcome<T>) => void;

export function ready<T>(value: T): Outcome<T> {
  return { kind: "ready", value };
}

export function failed(message: string): Outcome<never> {
  return { kind: "failed", message };
}

export const DISCARDED: Outcome<never> = { kind: "discarded" };
