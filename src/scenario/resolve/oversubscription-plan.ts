import type { KeyValue, OversubscriptionPlan } from "../../cluster/plan.js";
import { ESTIMATE_DEFAULTS } from "../../kinds/oversubscription/estimate-loop.js";
import { QOS_CORRECTION_INTERVAL_MIN } from "../../kinds/oversubscription/qos-loop.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";

/** What the scenario says of estimator and controller beside their names; undefined when it says nothing. */
export function readOversubscription(root: Cursor): OversubscriptionPlan | undefined {
  const estimator = root.get("resourceEstimator");
  const controller = root.get("qosController");
  if (!estimator.isMap && !controller.isMap) return undefined;
  return {
    estimateInterval: readPositiveDuration(estimator.get("interval")) ?? ESTIMATE_DEFAULTS.interval,
    correctionInterval: readDuration(controller.get("interval")) ?? QOS_CORRECTION_INTERVAL_MIN,
    estimatorParameters: readParameters(estimator.get("parameters")),
    controllerParameters: readParameters(controller.get("parameters")),
  };
}

function readParameters(parameters: Cursor): KeyValue[] {
  return parameters.entries.flatMap(([key, { text, number }]) => {
    const value = text ?? number;
    return value === undefined ? [] : [{ key, value: String(value) }];
  });
}
