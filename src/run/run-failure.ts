import type { FailureKind } from "../allocator/failure.js";

/** How an allocator broke: as in the contract, and the stack for `--debug`. */
export interface RunFailure {
  readonly kind: FailureKind;
  /** One line. */
  readonly message: string;
  /** The call in which it happened; null while loading. */
  readonly cycle: number | null;
  readonly stack: string | null;
}
