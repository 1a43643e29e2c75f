import type { FailureKind } from "../allocator/failure.js";

/** How an allocator broke: as in the contract, where in the script it did, and the whole stack for `--debug`. */
export interface RunFailure {
  readonly kind: FailureKind;
  /** One line. */
  readonly message: string;
  /** The call in which it happened; null while loading. */
  readonly cycle: number | null;
  /** Where in a script it happened, innermost first. */
  readonly frames: readonly string[];
  readonly stack: string | null;
  /** Somebody outside ended the process, or the system did for want of memory: another try may come to more. */
  readonly wasKilled?: true;
}
