import type {
  AUTHENTICATEE_METHODS,
  AUTHENTICATOR_METHODS,
} from "../../kinds/authentication/authentication-methods.js";
import type { HOOK_METHODS } from "../../kinds/hook/hook-methods.js";
import type { ISOLATOR_METHODS } from "../../kinds/isolator/isolator-methods.js";
import type {
  QOS_CONTROLLER_METHODS,
  RESOURCE_ESTIMATOR_METHODS,
} from "../../kinds/oversubscription/oversubscription-methods.js";
import type { TEST_MODULE_METHODS } from "../../kinds/test-module/test-module.js";

/**
 * The functions of each kind's C structure, in the order of its header: libraries out there are compiled to it, so names
 * are only ever added, at the end.
 */
export const KIND_LAYOUTS = {
  Anonymous: [],
  Authenticatee: ["authenticate", "onMessage", "close"] satisfies (keyof typeof AUTHENTICATEE_METHODS)[],
  Authenticator: ["initialize", "authenticate", "onMessage", "close"] satisfies (keyof typeof AUTHENTICATOR_METHODS)[],
  Hook: [
    "slaveResourcesDecorator",
    "slaveAttributesDecorator",
    "masterLaunchTaskResourceDecorator",
    "masterLaunchTaskLabelDecorator",
    "slaveRunTaskLabelDecorator",
    "slaveExecutorEnvironmentDecorator",
    "slavePreLaunchDockerTaskExecutorDecorator",
    "slavePostFetchHook",
    "slaveTaskStatusDecorator",
    "slaveRemoveExecutorHook",
    "masterSlaveLostHook",
  ] satisfies (keyof typeof HOOK_METHODS)[],
  Isolator: [
    "supportsNesting",
    "supportsStandalone",
    "recover",
    "prepare",
    "isolate",
    "watch",
    "update",
    "usage",
    "status",
    "cleanup",
  ] satisfies (keyof typeof ISOLATOR_METHODS)[],
  QoSController: ["initialize", "corrections"] satisfies (keyof typeof QOS_CONTROLLER_METHODS)[],
  ResourceEstimator: ["initialize", "oversubscribable"] satisfies (keyof typeof RESOURCE_ESTIMATOR_METHODS)[],
  TestModule: ["foo", "bar", "baz", "parameters"] satisfies (keyof typeof TEST_MODULE_METHODS)[],
} as const;
