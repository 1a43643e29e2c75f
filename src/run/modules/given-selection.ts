import type { HookSemantics } from "../../kinds/hook/hook-semantics.js";

/** The flags that choose modules; in a scenario the keys of the same names. */
export const SELECTORS = [
  "hooks",
  "isolation",
  "authenticators",
  "authenticatee",
  "resourceEstimator",
  "qosController",
] as const;

export type Selector = (typeof SELECTORS)[number];

/** Names as the user gave them. */
export interface GivenNames {
  /** What complaints are about: the flag, or file, line and column. */
  readonly place: string;
  /** A comma list. */
  readonly text: string;
}

export interface GivenSelection extends Readonly<Partial<Record<Selector, GivenNames>>> {
  /** H6 */
  readonly hookSemantics?: HookSemantics;
}
