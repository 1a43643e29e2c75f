import type { ModuleCall } from "../module-call.js";
import { type Complete, ready } from "../outcome.js";
import type { Initialized, ResourceEstimator } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";
import { UsageCalls } from "./usage-calls.js";

/** A resource estimator in another language. */
export class EstimatorOverCalls implements ResourceEstimator {
  readonly #calls: UsageCalls;
  readonly #broken: (message: string) => void;

  /** @param broken told what the module answered that no estimator may answer; such an answer goes nowhere else */
  constructor(call: ModuleCall, broken: (message: string) => void) {
    this.#calls = new UsageCalls("the resource estimator", call);
    this.#broken = broken;
  }

  initialize(usage: UsageSource): Initialized {
    return this.#calls.initialize(usage);
  }

  oversubscribable(complete: Complete<string>): void {
    this.#calls.ask("oversubscribable", complete, (answer) => {
      if (typeof answer === "string") complete(ready(answer));
      else this.#broken(`the estimator is to answer with a resource text, not ${JSON.stringify(answer)}`);
    });
  }
}
