import type { ResourceKeys } from "../../cluster/resource-keys.js";
import { ResourceTextError } from "../../cluster/resource-text.js";
import { type Resources, subtract } from "../../cluster/resources.js";
import { type Created, created, notCreated } from "../created.js";
import type { ModuleParameter } from "../module-parameter.js";
import { type Complete, ready } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import type { Initialized, ResourceEstimator } from "./resource-estimator.js";
import type { UsageSource } from "./resource-usage.js";
import { allMadeRevocable, keysWithoutRoles, revocablePart } from "./revocable-part.js";

/** In Mesos a module with a compatible() of its own. */
export const FIXED_RESOURCE_ESTIMATOR = "org_apache_mesos_FixedResourceEstimator";

/**
 * The estimator whose agent is always oversubscribed by the same amount (E5). The parameter `resources` is that amount;
 * given several times the last one counts, and a wrong one anywhere is refused.
 */
export function createFixedResourceEstimator(parameters: readonly ModuleParameter[]): Created<ResourceEstimator> {
  const keys = keysWithoutRoles();
  let total: Resources | undefined;
  for (const { key, value } of parameters) {
    if (key !== "resources") continue;
    try {
      total = allMadeRevocable(keys, value);
    } catch (error) {
      if (!(error instanceof ResourceTextError)) throw error;
      return notCreated(`the parameter resources: ${JSON.stringify(error.value)}: ${error.message}`);
    }
  }
  if (total === undefined) return notCreated("the parameter resources is missing: write cpus:2;mem:512");
  return created(new FixedResourceEstimator(keys, total));
}

class FixedResourceEstimator implements ResourceEstimator {
  readonly #keys: ResourceKeys;
  readonly #total: Resources;
  readonly #usage = new GivenUsage("the fixed resource estimator");

  constructor(keys: ResourceKeys, total: Resources) {
    this.#keys = keys;
    this.#total = total;
  }

  initialize(usage: UsageSource): Initialized {
    return this.#usage.give(usage);
  }

  /** What executors hold already is part of the total: the rest can be lent in addition. */
  oversubscribable(complete: Complete<string>): void {
    this.#usage.ask(complete, ({ executors }) => {
      let left = this.#total;
      for (const { allocated } of executors) left = subtract(left, revocablePart(this.#keys, allocated));
      complete(ready(this.#keys.format(left)));
    });
  }
}
