import type { Decisions, InverseOffer, Lending, Offer, Revocation } from "../allocator/decisions.js";
import { equal } from "../cluster/resources.js";

/** Whether two sorted sets of decisions come to the same; what is said for people (`why`) does not count. */
export function sameDecisions(a: Decisions, b: Decisions): boolean {
  return (
    sameList(a.offers, b.offers, sameOffer) &&
    sameList(a.inverseOffers, b.inverseOffers, sameInverseOffer) &&
    sameList(a.revocations, b.revocations, sameRevocation)
  );
}

function sameList<Item>(a: readonly Item[], b: readonly Item[], same: (a: Item, b: Item) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i] as Item));
}

function sameOffer(a: Offer, b: Offer): boolean {
  return samePlace(a, b) && a.role === b.role && equal(a.resources, b.resources) && sameLending(a.lends, b.lends);
}

function sameLending(a: Lending | null, b: Lending | null): boolean {
  if (a === null || b === null) return a === b;
  return a.owner === b.owner && equal(a.resources, b.resources);
}

function sameInverseOffer(a: InverseOffer, b: InverseOffer): boolean {
  return samePlace(a, b) && a.deadline === b.deadline && equal(a.resources, b.resources);
}

function sameRevocation(a: Revocation, b: Revocation): boolean {
  const sameTarget = samePlace(a, b) && a.role === b.role && a.task === b.task;
  return sameTarget && a.deadline === b.deadline && equal(a.resources, b.resources);
}

function samePlace(a: InverseOffer | Offer | Revocation, b: InverseOffer | Offer | Revocation): boolean {
  return a.framework === b.framework && a.agent === b.agent;
}
