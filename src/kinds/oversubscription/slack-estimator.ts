import { formatMilli } from "../../cluster/resource-text.js";
import { type Created, created, notCreated } from "../created.js";
import type { ModuleParameter } from "../module-parameter.js";
import { type Complete, ready } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import type { Initialized, ResourceEstimator } from "./resource-estimator.js";
import type { ResourceUsage, UsageSource } from "./resource-usage.js";
import { allMadeRevocable, keysWithoutRoles } from "./revocable-part.js";
import { type SlackName, slackOf } from "./slack.js";
import { readSlackParameters, type SlackParameters } from "./slack-parameters.js";

/** This program's own: Mesos has none that measures. */
export const SLACK_RESOURCE_ESTIMATOR = "workbench_SlackResourceEstimator";

/**
 * The estimator of usage slack: what regular tasks hold and do not use, less a safety margin. Parameters: `resources`, what
 * is lent and in multiples of which amount (`cpus:0.1`); `safety_margin`, the part of the agent's total that is kept back
 * (0.1); `samples`, over how many answers the least slack counts (1).
 */
export function createSlackResourceEstimator(parameters: readonly ModuleParameter[]): Created<ResourceEstimator> {
  const known = ["resources", "safety_margin", "samples"];
  const read = readSlackParameters(parameters, known, { safetyMargin: 0.1, samples: 1 });
  return typeof read === "string" ? notCreated(read) : created(new SlackResourceEstimator(read));
}

class SlackResourceEstimator implements ResourceEstimator {
  readonly #parameters: SlackParameters;
  readonly #usage = new GivenUsage("the slack resource estimator");
  /** Of the last answers, the latest last; in thousandths. */
  readonly #seen = new Map<SlackName, number[]>();

  constructor(parameters: SlackParameters) {
    this.#parameters = parameters;
  }

  initialize(usage: UsageSource): Initialized {
    return this.#usage.give(usage);
  }

  /** What is lent already is taken off (E2): so it changes nothing of the agent's total (S2). */
  oversubscribable(complete: Complete<string>): void {
    this.#usage.ask(complete, (usage) => {
      const parts = [...this.#parameters.quanta].map(([name, quantum]) => {
        return `${name}:${formatMilli(this.#additional(usage, name, quantum))}`;
      });
      const keys = keysWithoutRoles();
      complete(ready(keys.format(allMadeRevocable(keys, parts.join(";")))));
    });
  }

  #additional(usage: ResourceUsage, name: SlackName, quantum: number): number {
    const { unused, lent, total } = slackOf(usage, name);
    const lendable = this.#leastSeen(name, unused) - Math.ceil(this.#parameters.safetyMargin * total);
    return Math.max(0, Math.floor(lendable / quantum) * quantum - lent);
  }

  #leastSeen(name: SlackName, unused: number): number {
    const seen = this.#seen.get(name) ?? [];
    seen.push(unused);
    if (seen.length > this.#parameters.samples) seen.shift();
    this.#seen.set(name, seen);
    return Math.min(...seen);
  }
}
