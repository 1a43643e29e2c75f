import type { Created } from "../created.js";
import type { ModuleParameter } from "../module-parameter.js";
import { createFixedResourceEstimator, FIXED_RESOURCE_ESTIMATOR } from "./fixed-estimator.js";
import { createLoadQoSController, LOAD_QOS_CONTROLLER, type LoadSource } from "./load-qos-controller.js";
import type { QoSController } from "./qos-controller.js";
import type { ResourceEstimator } from "./resource-estimator.js";
import { createSlackResourceEstimator, SLACK_RESOURCE_ESTIMATOR } from "./slack-estimator.js";
import { createSlackQoSController, SLACK_QOS_CONTROLLER } from "./slack-qos-controller.js";

/** By name, in byte order. */
export const BUILT_IN_ESTIMATORS: ReadonlyMap<
  string,
  (parameters: readonly ModuleParameter[]) => Created<ResourceEstimator>
> = new Map([
  [FIXED_RESOURCE_ESTIMATOR, createFixedResourceEstimator],
  [SLACK_RESOURCE_ESTIMATOR, createSlackResourceEstimator],
]);

/** By name, in byte order. */
export const BUILT_IN_QOS_CONTROLLERS: ReadonlyMap<
  string,
  (parameters: readonly ModuleParameter[], loads: LoadSource) => Created<QoSController>
> = new Map([
  [LOAD_QOS_CONTROLLER, createLoadQoSController],
  [SLACK_QOS_CONTROLLER, createSlackQoSController],
]);
