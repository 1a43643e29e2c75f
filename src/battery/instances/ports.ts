import { BadInput } from "../../base/bad-input.js";
import type { Authenticatee } from "../../kinds/authentication/authenticatee.js";
import type { Authenticator } from "../../kinds/authentication/authenticator.js";
import { ModuleAuthenticatee } from "../../kinds/authentication/module-authenticatee.js";
import { ModuleAuthenticator } from "../../kinds/authentication/module-authenticator.js";
import { hookOf } from "../../kinds/hook/guest-hook.js";
import type { Hook } from "../../kinds/hook/hook.js";
import type { Isolator } from "../../kinds/isolator/isolator.js";
import { moduleIsolator } from "../../kinds/isolator/module-isolator.js";
import type { ModuleInstance } from "../../kinds/module-instance.js";
import { EstimatorOverCalls } from "../../kinds/oversubscription/estimator-over-calls.js";
import { QoSControllerOverCalls } from "../../kinds/oversubscription/qos-controller-over-calls.js";
import type { TestModule } from "../../kinds/test-module/test-module.js";
import { TestModuleOverCalls } from "../../kinds/test-module/test-module-over-calls.js";
import type { AskedPort } from "../kinds/asked-port.js";
import { NoInstance } from "./instance-place.js";

export interface Ports {
  readonly Anonymous: object;
  readonly Authenticatee: Authenticatee;
  readonly Authenticator: Authenticator;
  readonly Hook: Hook;
  readonly Isolator: Isolator;
  readonly QoSController: AskedPort;
  readonly ResourceEstimator: AskedPort;
  readonly TestModule: TestModule;
}

/** Puts an instance behind its kind's port. @throws NoInstance when it is none of that kind */
export const PORTS: { readonly [K in keyof Ports]: (name: string, instance: ModuleInstance) => Ports[K] } = {
  Anonymous: (_, instance) => instance,
  Authenticatee: (_, { call }) => new ModuleAuthenticatee(call),
  Authenticator: (_, { call }) => new ModuleAuthenticator(call),
  Hook: (name, { methods, call }) => {
    try {
      return hookOf({ name, methods, call });
    } catch (error) {
      if (error instanceof BadInput) throw new NoInstance(`D15: ${error.message}`, false);
      throw error;
    }
  },
  Isolator: (name, instance) => {
    const created = moduleIsolator(name, instance);
    if (created.kind === "failed") throw new NoInstance(created.message, false);
    return created.isolator;
  },
  QoSController: (_, { call }) => {
    const illegal: string[] = [];
    const controller = new QoSControllerOverCalls(call, (message) => illegal.push(message));
    return {
      initialize: (usage) => controller.initialize(usage),
      ask: (complete) => controller.corrections(complete),
      takeIllegal: () => illegal.splice(0),
    };
  },
  ResourceEstimator: (_, { call }) => {
    const illegal: string[] = [];
    const estimator = new EstimatorOverCalls(call, (message) => illegal.push(message));
    return {
      initialize: (usage) => estimator.initialize(usage),
      ask: (complete) => estimator.oversubscribable(complete),
      takeIllegal: () => illegal.splice(0),
    };
  },
  TestModule: (_, { call }) => new TestModuleOverCalls(call),
};
