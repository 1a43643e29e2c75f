import type { Complete, Outcome } from "../../kinds/outcome.js";
import { ready } from "../../kinds/outcome.js";
import type { Initialized } from "../../kinds/oversubscription/resource-estimator.js";
import type { ResourceUsage, UsageSource } from "../../kinds/oversubscription/resource-usage.js";

/** An estimator or a controller, as far as they are alike: both are told the usage, and asked a question again and again. */
export interface AskedPort {
  initialize(usage: UsageSource): Initialized;
  ask(complete: Complete<unknown>): void;
  /** What it answered that it may not answer at all. */
  takeIllegal(): string[];
}

/** A usage that is now this, now that. */
export class GivenUsages {
  now: ResourceUsage;

  constructor(first: ResourceUsage) {
    this.now = first;
  }

  readonly source: UsageSource = (complete) => complete(ready(this.now));
}

/** Every way in which a question has ended so far. */
export function endsOfQuestion(port: AskedPort): Outcome<unknown>[] {
  const ends: Outcome<unknown>[] = [];
  port.ask((outcome) => ends.push(outcome));
  return ends;
}
