import { randomStream } from "../../base/random.js";
import { CramMd5Authenticatee } from "../../kinds/authentication/cram-md5/cram-md5-authenticatee.js";
import { CramMd5Authenticator } from "../../kinds/authentication/cram-md5/cram-md5-authenticator.js";
import type { Created } from "../../kinds/created.js";
import { BUILT_IN_ISOLATORS } from "../../kinds/isolator/built-in-isolators.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import { createFixedResourceEstimator } from "../../kinds/oversubscription/fixed-estimator.js";
import { createLoadQoSController } from "../../kinds/oversubscription/load-qos-controller.js";
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
    const make = BUILT_IN_ISOLATORS.get(name);
    if (make === undefined) throw new Error(`no built-in isolator ${name}`);
    return make({ source: new FlatUsage(), timer, enforceContainerDiskQuota: true });
  },
  QoSController: (_, parameters) => {
    const load = { fiveMinutes: 100, fifteenMinutes: 100 };
    const controller = made(createLoadQoSController(parameters, { load: () => load }));
    return {
      initialize: (usage) => controller.initialize(usage),
      ask: (complete) => controller.corrections(complete),
      takeIllegal: () => [],
    };
  },
  ResourceEstimator: (_, parameters) => {
    const estimator = made(createFixedResourceEstimator(parameters));
    return {
      initialize: (usage) => estimator.initialize(usage),
      ask: (complete) => estimator.oversubscribable(complete),
      takeIllegal: () => [],
    };
  },
};

/** @throws NoInstance */
function made<T>(creation: Created<T>): T {
  if (creation.kind === "failed") throw new NoInstance(creation.message, true);
  return creation.instance;
}
