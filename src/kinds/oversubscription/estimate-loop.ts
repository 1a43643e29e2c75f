import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";
import type { ResourceKeys } from "../../cluster/resource-keys.js";
import { parseResourceText, ResourceTextError } from "../../cluster/resource-text.js";
import { add, type Resources } from "../../cluster/resources.js";
import type { Outcome } from "../outcome.js";
import type { Timer } from "../timer.js";
import type { OversubscribedAgent } from "./oversubscribed-agent.js";
import { QuestionLoop } from "./question-loop.js";
import type { ResourceEstimator } from "./resource-estimator.js";
import { isRevocable, revocablePart } from "./revocable-part.js";

export interface EstimateSettings {
  /** Mesos' oversubscribed_resources_interval: from an answer to the next question. */
  readonly interval: Micros;
  /** Whether the agent supports resource providers: it then sends an update at each registration, whatever it knows (S3). */
  readonly resourceProviders: boolean;
}

export const ESTIMATE_DEFAULTS: EstimateSettings = { interval: 15 * MICROS_PER_SECOND, resourceProviders: true };

/** Keeps the master informed of how much of an agent can be lent, as its estimator says (S1-S3). */
export class EstimateLoop {
  readonly #agent: OversubscribedAgent;
  readonly #keys: ResourceKeys;
  readonly #settings: EstimateSettings;
  readonly #questions: QuestionLoop<string>;
  /** Null: no answer yet. */
  #total: string | null = null;

  /**
   * @param estimator already initialized
   * @param keys the run's: an estimate has to agree with them on what is a scalar and what a range
   */
  constructor(
    estimator: ResourceEstimator,
    agent: OversubscribedAgent,
    timer: Timer,
    keys: ResourceKeys,
    settings: EstimateSettings = ESTIMATE_DEFAULTS,
  ) {
    this.#agent = agent;
    this.#keys = keys;
    this.#settings = settings;
    this.#questions = new QuestionLoop(
      timer,
      settings.interval,
      (complete) => estimator.oversubscribable(complete),
      (outcome) => this.#answered(outcome),
    );
  }

  /** The agent has recovered (S1). */
  start(): void {
    this.#questions.start();
  }

  /** The agent is gone: an answer that is still to come is ignored. */
  stop(): void {
    this.#questions.stop();
  }

  /** The agent is registered, for the first time or again: the master does not know the total (S3). */
  registered(): void {
    if (this.#total !== null || this.#settings.resourceProviders) this.#agent.updateOversubscribed(this.#total);
  }

  #answered(outcome: Outcome<string>): void {
    if (outcome.kind !== "ready") {
      const end = outcome.kind === "failed" ? `failed: ${outcome.message}` : "was discarded";
      this.#agent.warn(`the estimate of what can be oversubscribed ${end}`);
      return;
    }
    const estimate = readEstimate(this.#keys, outcome.value);
    if (typeof estimate === "string") {
      this.stop();
      this.#agent.moduleBroken(estimate);
    } else {
      this.#estimated(estimate);
    }
  }

  /** The master is told the total, so that what is in use does not matter to it. Kept even when it cannot be sent now. */
  #estimated(estimate: Resources): void {
    const total = this.#keys.format(add(revocablePart(this.#keys, this.#agent.allocated), estimate));
    const isNews = total !== this.#total;
    this.#total = total;
    if (isNews && this.#agent.state === "RUNNING") this.#agent.updateOversubscribed(total);
  }
}

/** @returns the estimate, or what is wrong with the answer (E2) */
function readEstimate(keys: ResourceKeys, answer: string): Resources | string {
  try {
    const entries = parseResourceText(answer);
    if (entries.every(isRevocable)) return keys.fromEntries(entries);
    return `the estimator answered resources that are not revocable: ${answer}`;
  } catch (error) {
    if (!(error instanceof ResourceTextError)) throw error;
    return `the estimator answered ${JSON.stringify(answer)}: ${JSON.stringify(error.value)}: ${error.message}`;
  }
}
