import { type Created, created } from "../created.js";
import { NoopResourceEstimator } from "./noop-estimator.js";
import { NoopQoSController } from "./noop-qos-controller.js";
import type { QoSController } from "./qos-controller.js";
import type { ResourceEstimator } from "./resource-estimator.js";

/**
 * The estimator of one agent: the noop one, or the module that `--resource-estimator` names (E1). When there is none of
 * that name and kind, or its create() fails, the agent does not start.
 *
 * @param create makes an instance of a loaded module of kind ResourceEstimator, with the parameters of the manifest
 */
export function chosenEstimator<Creation>(
  name: string | null,
  create: (name: string) => Creation,
): Creation | Created<ResourceEstimator> {
  return name === null ? created(new NoopResourceEstimator()) : create(name);
}

/** The controller of one agent, after the same rule: the noop one, or the module that `--qos-controller` names (Q1). */
export function chosenQoSController<Creation>(
  name: string | null,
  create: (name: string) => Creation,
): Creation | Created<QoSController> {
  return name === null ? created(new NoopQoSController()) : create(name);
}
