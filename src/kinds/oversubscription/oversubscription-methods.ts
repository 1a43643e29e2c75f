import type { QoSController } from "./qos-controller.js";
import type { ResourceEstimator } from "./resource-estimator.js";

/** What is known of one method of the two kinds before any module is loaded. */
export interface OversubscriptionMethod {
  /** The first Mesos release that has it. */
  readonly since: string;
  readonly where: "agent";
  readonly when: string;
  /** The one member of the input object; `nothing`: an empty object. A module over a border has no callback to ask. */
  readonly input: "nothing" | "usage";
  readonly result: "nothing" | "resources" | "corrections";
  /** Whether the answer is a future, rather than what the call returns. */
  readonly asynchronous: boolean;
  /** Whether a module must have it; one that may be absent does nothing then. */
  readonly required: boolean;
}

export const RESOURCE_ESTIMATOR_METHODS = {
  initialize: {
    since: "0.23.0",
    where: "agent",
    when: "the agent starts, after its containerizer is made",
    input: "nothing",
    result: "nothing",
    asynchronous: false,
    required: false,
  },
  oversubscribable: {
    since: "0.23.0",
    where: "agent",
    when: "the agent has recovered, and again oversubscribed_resources_interval after each answer",
    input: "usage",
    result: "resources",
    asynchronous: true,
    required: true,
  },
} as const satisfies Record<keyof ResourceEstimator, OversubscriptionMethod>;

export const QOS_CONTROLLER_METHODS = {
  initialize: {
    since: "0.23.0",
    where: "agent",
    when: "the agent starts, after its resource estimator is initialized",
    input: "nothing",
    result: "nothing",
    asynchronous: false,
    required: false,
  },
  corrections: {
    since: "0.23.0",
    where: "agent",
    when: "the agent has recovered, and again qos_correction_interval_min after each answer",
    input: "usage",
    result: "corrections",
    asynchronous: true,
    required: true,
  },
} as const satisfies Record<keyof QoSController, OversubscriptionMethod>;
