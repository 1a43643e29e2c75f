import { answerNow, type ModuleCall } from "../module-call.js";
import type { Complete } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import type { Initialized } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";

/** The calls to a module that cannot hold a callback: the usage is asked for first, and goes with the call. */
export class UsageCalls {
  readonly #call: ModuleCall;
  readonly #usage: GivenUsage;

  /** @param owner `the resource estimator` */
  constructor(owner: string, call: ModuleCall) {
    this.#call = call;
    this.#usage = new GivenUsage(owner);
  }

  initialize(usage: UsageSource): Initialized {
    const given = this.#usage.give(usage);
    if (given.kind === "failed") return given;
    const outcome = answerNow(this.#call, "initialize", {});
    if (outcome.kind === "ready") return given;
    return { kind: "failed", message: outcome.kind === "failed" ? outcome.message : "initialize was discarded" };
  }

  /** Calls a method with the usage as it is now. Failures go to `complete`, answers to `answered`. */
  ask<T>(method: string, complete: Complete<T>, answered: (answer: unknown) => void): void {
    this.#usage.ask(complete, (usage) => {
      this.#call(method, { usage }, (outcome) => {
        if (outcome.kind === "ready") answered(outcome.value);
        else complete(outcome);
      });
    });
  }
}
