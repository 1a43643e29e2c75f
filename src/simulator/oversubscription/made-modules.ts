import { AllocatorFailure } from "../../allocator/failure.js";
import type { LoadStep, OversubscriptionPlan } from "../../cluster/plan.js";
import type { Created } from "../../kinds/created.js";
import type { ModuleInstance } from "../../kinds/module-instance.js";
import { BUILT_IN_ESTIMATORS, BUILT_IN_QOS_CONTROLLERS } from "../../kinds/oversubscription/built-in-modules.js";
import { chosenEstimator, chosenQoSController } from "../../kinds/oversubscription/chosen-module.js";
import { EstimatorOverCalls } from "../../kinds/oversubscription/estimator-over-calls.js";
import type { QoSController } from "../../kinds/oversubscription/qos-controller.js";
import { QoSControllerOverCalls } from "../../kinds/oversubscription/qos-controller-over-calls.js";
import type { ResourceEstimator } from "../../kinds/oversubscription/resource-estimator.js";
import type { Timer } from "../../kinds/timer.js";
import type { StartedModules } from "../started-modules.js";
import { ReportedLoad } from "./reported-load.js";

/** The estimator and the controller of one process of an agent. */
export interface MadeModules {
  readonly estimator: ResourceEstimator;
  readonly controller: QoSController;
  /** The process is gone. */
  close(): void;
}

export interface MakingSettings {
  readonly modules: StartedModules;
  readonly settings: OversubscriptionPlan;
  readonly timer: Timer;
  /** The agent's. */
  readonly load: readonly LoadStep[];
  /** Told what a module answered that it may not answer. */
  readonly broken: (message: string) => void;
}

/**
 * Makes what the selection names: the noop ones where it names none (E1, Q1), a built-in of that name, or a module.
 *
 * @throws AllocatorFailure when one cannot be made: the agent does not start, nor would any other
 */
export function makeModules({ modules, settings, timer, load, broken }: MakingSettings): MadeModules {
  const instances: ModuleInstance[] = [];
  const callsOf = (kind: string, name: string) => {
    const instance = modules.create(kind, name);
    instances.push(instance);
    return (...call: Parameters<ModuleInstance["call"]>) => instance.call(...call);
  };
  const { resourceEstimator, qosController } = modules.selection;
  const estimator = chosenEstimator(resourceEstimator, (name): Created<ResourceEstimator> => {
    const builtIn = BUILT_IN_ESTIMATORS.get(name);
    if (builtIn !== undefined) return builtIn(settings.estimatorParameters);
    return { kind: "created", instance: new EstimatorOverCalls(callsOf("ResourceEstimator", name), broken) };
  });
  const controller = chosenQoSController(qosController, (name): Created<QoSController> => {
    const builtIn = BUILT_IN_QOS_CONTROLLERS.get(name);
    if (builtIn !== undefined) return builtIn(settings.controllerParameters, new ReportedLoad(load, timer));
    return { kind: "created", instance: new QoSControllerOverCalls(callsOf("QoSController", name), broken) };
  });
  return {
    estimator: made(estimator, resourceEstimator),
    controller: made(controller, qosController),
    close: () => {
      for (const instance of instances) modules.close(instance);
    },
  };
}

function made<T>(creation: Created<T>, name: string | null): T {
  if (creation.kind === "created") return creation.instance;
  throw new AllocatorFailure("loadFailed", `${name} could not be created: ${creation.message}`);
}
