import type { ModuleCall } from "../module-call.js";
import { type Complete, ready } from "../outcome.js";
import { readCorrections } from "./corrections-answer.js";
import type { QoSController, QosCorrection } from "./qos-controller.js";
import type { Initialized } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";
import { UsageCalls } from "./usage-calls.js";

/** A QoS controller in another language. */
export class QoSControllerOverCalls implements QoSController {
  readonly #calls: UsageCalls;
  readonly #broken: (message: string) => void;

  /** @param broken told what the module answered that no controller may answer; such an answer goes nowhere else */
  constructor(call: ModuleCall, broken: (message: string) => void) {
    this.#calls = new UsageCalls("the QoS controller", call);
    this.#broken = broken;
  }

  initialize(usage: UsageSource): Initialized {
    return this.#calls.initialize(usage);
  }

  corrections(complete: Complete<readonly QosCorrection[]>): void {
    this.#calls.ask("corrections", complete, (answer) => {
      const read = readCorrections(answer);
      if (read.kind === "corrections") complete(ready(read.corrections));
      else this.#broken(`the QoS controller's answer: ${read.defect}`);
    });
  }
}
