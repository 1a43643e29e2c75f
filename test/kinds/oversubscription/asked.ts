import type { Complete } from "../../../src/kinds/outcome.js";
import type { QoSController, QosCorrection } from "../../../src/kinds/oversubscription/qos-controller.js";
import type { Initialized, ResourceEstimator } from "../../../src/kinds/oversubscription/resource-estimator.js";

/** An estimator and controller whose answers the test gives, when it likes. */
export class Asked implements ResourceEstimator, QoSController {
  readonly estimates: Complete<string>[] = [];
  readonly correctionLists: Complete<readonly QosCorrection[]>[] = [];

  initialize(): Initialized {
    return { kind: "initialized" };
  }

  oversubscribable(complete: Complete<string>): void {
    this.estimates.push(complete);
  }

  corrections(complete: Complete<readonly QosCorrection[]>): void {
    this.correctionLists.push(complete);
  }

  /** The latest question is answered. */
  estimate(resources: string): void {
    this.estimates.at(-1)?.({ kind: "ready", value: resources });
  }

  correct(...corrections: readonly QosCorrection[]): void {
    this.correctionLists.at(-1)?.({ kind: "ready", value: corrections });
  }
}
