import type { Complete } from "../outcome.js";
import type { UsageSource } from "./resource-usage.js";

/** What came of an initialize(). */
export type Initialized = { readonly kind: "initialized" } | { readonly kind: "failed"; readonly message: string };

/** The port of a module of kind ResourceEstimator: how much of an agent could be lent beyond what is lent already (E1-E4). */
export interface ResourceEstimator {
  /** Called once, before anything else. */
  initialize(usage: UsageSource): Initialized;
  /**
   * Answers with what can be oversubscribed *in addition* to the revocable resources that are in use now (E2):
   * `cpus{REV}:2`, all of it revocable. Each answer replaces the one before. Nothing is sent unasked (E3).
   */
  oversubscribable(complete: Complete<string>): void;
}
