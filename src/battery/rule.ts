import type { Awaitable } from "../kinds/open-library.js";
import type { Verdict } from "./verdict.js";

/** What stands on a scorecard before anything is tried. */
export interface RuleName {
  /** As in the module facts (`M32`), or a word where they have no number for it. */
  readonly rule: string;
  readonly about: string;
  /** Judged in two processes, which have to come to the same answers: the first thing after `CREATED`. */
  readonly twice?: true;
}

/**
 * One thing that a module of a kind has to keep to.
 * @typeParam Place where instances are made and tried
 */
export interface Rule<Place> extends RuleName {
  /** @throws AllocatorFailure when the module's code breaks */
  readonly judge: (place: Place) => Awaitable<Verdict>;
}

/** The rule that all others stand on: where it does not hold there is nothing to try. */
export const CREATED = "M31";
