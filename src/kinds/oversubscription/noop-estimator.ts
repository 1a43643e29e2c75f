import type { Complete } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import type { Initialized, ResourceEstimator } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";

/** The estimator of an agent for which none was chosen (E1): it never answers, so nothing is ever oversubscribed (E3). */
export class NoopResourceEstimator implements ResourceEstimator {
  readonly #usage = new GivenUsage("the noop resource estimator");

  initialize(usage: UsageSource): Initialized {
    return this.#usage.give(usage);
  }

  oversubscribable(complete: Complete<string>): void {
    this.#usage.neverAnswer(complete);
  }
}
