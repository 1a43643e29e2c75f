import type { Complete } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import type { QoSController, QosCorrection } from "./qos-controller.js";
import type { Initialized } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";

/** The controller of an agent for which none was chosen: it never answers (Q1, Q3). */
export class NoopQoSController implements QoSController {
  readonly #usage = new GivenUsage("the noop QoS controller");

  initialize(usage: UsageSource): Initialized {
    return this.#usage.give(usage);
  }

  corrections(complete: Complete<readonly QosCorrection[]>): void {
    this.#usage.neverAnswer(complete);
  }
}
