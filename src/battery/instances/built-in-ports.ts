import { randomStream } from "../../base/random.js";
import { CramMd5Authenticatee } from "../../kinds/authentication/cram-md5/cram-md5-authenticatee.js";
import { CramMd5Authenticator } from "../../kinds/authentication/cram-md5/cram-md5-authenticator.js";
import type { Created } from "../../kinds/created.js";
import { BUILT_IN_ISOLATORS } from "../../kinds/isolator/built-in-isolators.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import { BUILT_IN_ESTIMATORS, BUILT_IN_QOS_CONTROLLERS } from "../../kinds/oversubscription/built-in-modules.js";
import type { BatteryTimer } from "../battery-timer.js";
import { FlatUsage } from "../kinds/flat-usage.js";
import { NoInstance } from "./instance-place.js";
import type { Ports } from "./ports.js";

export interface BuiltInWorld {
  readonly timer: BatteryTimer;
  readonly seed: number;
}

type Make<Port> = (name: string, parameters: readonly ModuleParameter[], world: BuiltInWorld) => Port;

/** The kinds of which something is built in, and how it is made. The load is always there, and high. */
export const BUILT_IN_PORTS: { readonly [K in keyof Ports]?: Make<Ports[K]> } = {
  Authenticatee: () => new CramMd5Authenticatee(),
  Authenticator: (_name, _parameters, { timer, seed }) =>
    new CramMd5Authenticator(timer, randomStream(seed, "battery challenges")),
  Isolator: (name, _, { timer }) => {
    return named(BUILT_IN_ISOLATORS, name)({ source: new FlatUsage(), timer, enforceContainerDiskQuota: true });
  },
  QoSController: (name, parameters) => {
    const load = { fiveMinutes: 100, fifteenMinutes: 100 };
    const controller = made(named(BUILT_IN_QOS_CONTROLLERS, name)(parameters, { load: () => load }));
    return {
      initialize: (usage) => controller.initialize(usage),
      ask: (complete) => controller.corrections(complete),
      takeIllegal: () => [],
    };
  },
  ResourceEstimator: (name, parameters) => {
    const estimator = made(named(BUILT_IN_ESTIMATORS, name)(parameters));
    return {
      initialize: (usage) => estimator.initialize(usage),
      ask: (complete) => estimator.oversubscribable(complete),
      takeIllegal: () => [],
    };
  },
};

/** Names are checked before. */
function named<Make>(builtIns: ReadonlyMap<string, Make>, name: string): Make {
  const make = builtIns.get(name);
  if (make === undefined) throw new Error(`nothing built in is named ${name}`);
  return make;
}

/** @throws NoInstance */
function made<T>(creation: Created<T>): T {
  if (creation.kind === "failed") throw new NoInstance(creation.message, true);
  return creation.instance;
}
