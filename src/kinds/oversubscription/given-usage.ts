import { type Complete, failed } from "../outcome.js";
import type { Initialized } from "./resource-estimator.js";
import type { ResourceUsage, UsageSource } from "./resource-usage.js";

/** The usage callback as an estimator or controller keeps it: given once, and needed before anything else (E4). */
export class GivenUsage {
  readonly #owner: string;
  #source: UsageSource | undefined;

  /** @param owner `the fixed resource estimator` */
  constructor(owner: string) {
    this.#owner = owner;
  }

  give(source: UsageSource): Initialized {
    if (this.#source !== undefined) return { kind: "failed", message: `${this.#owner} is already initialized` };
    this.#source = source;
    return { kind: "initialized" };
  }

  /** Asks for the usage, and turns it into an answer. Fails when it was not given yet, or cannot be had. */
  ask<T>(complete: Complete<T>, answer: (usage: ResourceUsage) => void): void {
    if (!this.#isGiven(complete)) return;
    this.#source?.((outcome) => {
      if (outcome.kind === "ready") answer(outcome.value);
      else complete(outcome);
    });
  }

  /** Leaves the question open for ever. Fails when the usage was not given yet. */
  neverAnswer<T>(complete: Complete<T>): void {
    this.#isGiven(complete);
  }

  #isGiven<T>(complete: Complete<T>): boolean {
    if (this.#source !== undefined) return true;
    complete(failed(`${this.#owner} is not initialized`));
    return false;
  }
}
