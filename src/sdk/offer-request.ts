import type { Agent, Role, Subscription, Vector } from "./model.js";

/** What `decide` returns a list of. Each is offered as it is taken from the list. */
export interface OfferRequest extends OfferExtras {
  readonly subscription: Subscription;
  readonly agent: Agent;
  /** What is offered, thousandths by key id. */
  readonly resources: Readonly<Vector>;
}

export interface OfferExtras {
  /** The reason, for people: at most 1 KiB. It stands in the journal, and is part of no hash. */
  readonly why?: string;
  /** The role whose idle guarantee or reservation is lent: `resources` are offered as revocable ones. */
  readonly owner?: Role;
}
