import { parsedText } from "../../cluster/parsed-texts.js";
import { type Created, created, notCreated } from "../created.js";
import type { ModuleParameter } from "../module-parameter.js";
import { type Complete, ready } from "../outcome.js";
import { GivenUsage } from "./given-usage.js";
import { killCorrection, type QoSController, type QosCorrection } from "./qos-controller.js";
import type { Initialized } from "./resource-estimator.js";
import type { ExecutorUsage, ResourceUsage, UsageSource } from "./resource-usage.js";
import { isRevocable } from "./revocable-part.js";
import { type SlackName, slackOf } from "./slack.js";
import { readSlackParameters, type SlackParameters } from "./slack-parameters.js";

/** This program's own: Mesos' controllers do not look at what is lent (P8). */
export const SLACK_QOS_CONTROLLER = "workbench_SlackQoSController";

/**
 * The controller that ends what is lent beyond the slack (P8): revocable executors, those whose tasks were submitted last
 * first, until what is left fits. Parameters: `resources`, the names that it looks at (`cpus:0.1`; the amounts do not
 * matter); `safety_margin`, the part of the agent's total that does not count as slack (0, so that what an estimator with a
 * margin lends is not ended at the first change).
 */
export function createSlackQoSController(parameters: readonly ModuleParameter[]): Created<QoSController> {
  const read = readSlackParameters(parameters, ["resources", "safety_margin"], { safetyMargin: 0, samples: 1 });
  return typeof read === "string" ? notCreated(read) : created(new SlackQoSController(read));
}

class SlackQoSController implements QoSController {
  readonly #parameters: SlackParameters;
  readonly #usage = new GivenUsage("the slack QoS controller");

  constructor(parameters: SlackParameters) {
    this.#parameters = parameters;
  }

  initialize(usage: UsageSource): Initialized {
    return this.#usage.give(usage);
  }

  corrections(complete: Complete<readonly QosCorrection[]>): void {
    this.#usage.ask(complete, (usage) => {
      const victims = this.#victims(usage);
      complete(
        ready(victims.map(({ executor, container }) => killCorrection(executor.framework, executor.id, container))),
      );
    });
  }

  #victims(usage: ResourceUsage): readonly ExecutorUsage[] {
    const excess = new Map<SlackName, number>();
    for (const name of this.#parameters.quanta.keys()) {
      const { unused, lent, total } = slackOf(usage, name);
      const room = Math.max(0, unused - Math.ceil(this.#parameters.safetyMargin * total));
      excess.set(name, lent - room);
    }
    const victims: ExecutorUsage[] = [];
    for (const executor of usage.executors.toReversed()) {
      const held = revocableOf(executor);
      if (![...excess].some(([name, over]) => over > 0 && (held.get(name) ?? 0) > 0)) continue;
      victims.push(executor);
      for (const [name, over] of excess) excess.set(name, over - (held.get(name) ?? 0));
    }
    return victims;
  }
}

/** In thousandths, by name. */
function revocableOf({ allocated }: ExecutorUsage): ReadonlyMap<string, number> {
  return new Map(
    parsedText(allocated)
      .filter(isRevocable)
      .map(({ name, milli }) => [name, milli]),
  );
}
