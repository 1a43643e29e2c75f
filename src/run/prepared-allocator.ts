import type { LoadableAllocator } from "./loadable-allocator.js";
import type { RunFailure } from "./run-failure.js";

/** What can be said of an allocator before anything is simulated. */
export type PreparedAllocator =
  | { readonly kind: "ready"; readonly allocator: LoadableAllocator }
  /** The machine lacks what it needs. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** It broke while it was looked at. */
  | { readonly kind: "failed"; readonly failure: RunFailure };
