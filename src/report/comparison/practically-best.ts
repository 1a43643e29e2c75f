import type { Lead } from "../../compare/comparison.js";

/** Whom one may choose for a metric and lose nothing that matters: the best, and who is behind by a negligible lead. */
export function practicallyBest({ best, negligiblyBehind }: Lead): string[] {
  return [...best, ...negligiblyBehind];
}
