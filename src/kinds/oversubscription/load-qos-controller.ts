import { parseResourceText } from "../../cluster/resource-text.js";
import { type Created, created, notCreated } from "../created.js";
import type { ModuleParameter } from "../module-parameter.js";
import { type Complete, ready } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import { killCorrection, type QoSController, type QosCorrection } from "./qos-controller.js";
import type { Initialized } from "./resource-estimator.js";
import type { ExecutorUsage, UsageSource } from "./resource-usage.js";
import { isRevocable } from "./revocable-part.js";

/** In Mesos a module without compatible(). */
export const LOAD_QOS_CONTROLLER = "org_apache_mesos_LoadQoSController";

/** How many processes of an agent ran or waited to run, on average over the last minutes. */
export interface AgentLoad {
  readonly fiveMinutes: number;
  readonly fifteenMinutes: number;
}

/** The load of one agent. */
export interface LoadSource {
  /** Now, in virtual time; null when it cannot be read. */
  load(): AgentLoad | null;
}

/** Infinity: this average is not looked at. */
interface LoadThresholds {
  fiveMinutes: number;
  fifteenMinutes: number;
}

const THRESHOLD_PARAMETERS: ReadonlyMap<string, keyof LoadThresholds> = new Map([
  ["load_threshold_5min", "fiveMinutes"],
  ["load_threshold_15min", "fifteenMinutes"],
]);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The controller that ends all revocable work of an overloaded agent (Q3). One of the two thresholds is enough. */
export function createLoadQoSController(
  parameters: readonly ModuleParameter[],
  loads: LoadSource,
): Created<QoSController> {
  const thresholds: LoadThresholds = {
    fiveMinutes: Number.POSITIVE_INFINITY,
    fifteenMinutes: Number.POSITIVE_INFINITY,
  };
  let given = false;
  for (const { key, value } of parameters) {
    const threshold = THRESHOLD_PARAMETERS.get(key);
    if (threshold === undefined) continue;
    if (!NUMBER.test(value)) return notCreated(`the parameter ${key}: ${JSON.stringify(value)} is no number`);
    thresholds[threshold] = Number(value);
    given = true;
  }
  if (given) return created(new LoadQoSController(thresholds, loads));
  return notCreated(`a threshold is missing: give ${[...THRESHOLD_PARAMETERS.keys()].join(" or ")}`);
}

class LoadQoSController implements QoSController {
  readonly #thresholds: LoadThresholds;
  readonly #loads: LoadSource;
  readonly #usage = new GivenUsage("the load QoS controller");

  constructor(thresholds: LoadThresholds, loads: LoadSource) {
    this.#thresholds = thresholds;
    this.#loads = loads;
  }

  initialize(usage: UsageSource): Initialized {
    return this.#usage.give(usage);
  }

  /** Q4: nobody looks at who caused the load. */
  corrections(complete: Complete<readonly QosCorrection[]>): void {
    this.#usage.ask(complete, ({ executors }) => {
      const victims = this.#isOverloaded() ? executors.filter(hasRevocable) : [];
      complete(ready(victims.map(({ executor }) => killCorrection(executor.framework, executor.id))));
    });
  }

  #isOverloaded(): boolean {
    const load = this.#loads.load();
    if (load === null) return false;
    const { fiveMinutes, fifteenMinutes } = this.#thresholds;
    return load.fiveMinutes > fiveMinutes || load.fifteenMinutes > fifteenMinutes;
  }
}

function hasRevocable({ allocated }: ExecutorUsage): boolean {
  return parseResourceText(allocated).some(isRevocable);
}
