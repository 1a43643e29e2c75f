import type { Directory } from "../cluster/directory.js";
import type { ResourceKeyId } from "../cluster/ids.js";
import { add, filterResources, isEmpty, NO_RESOURCES, type Resources, subtract } from "../cluster/resources.js";
import type { Lending, Offer } from "./decisions.js";

/** The objects that an offer takes from its agent: the offer as it stands, lent amounts under the key they come from. */
export function offeredFrom(offer: Offer, directory: Directory): Resources {
  if (offer.lends === null) return offer.resources;
  const { resourceKeys } = directory;
  const lent = offer.lends.resources;
  const ownPart = filterResources(offer.resources, (key, amount) => {
    const { revocable, plain } = resourceKeys.get(key);
    return revocable ? amount - lentUnderName(lent, plain, directory) : amount;
  });
  return add(ownPart, lent);
}

/** How much of a name is lent, reserved or not. */
export function lentUnderName(lent: Resources, plain: ResourceKeyId, directory: Directory): number {
  let sum = 0;
  for (let i = 0; i < lent.keys.length; i++) {
    if (directory.resourceKeys.get(lent.keys[i] as ResourceKeyId).plain === plain) sum += lent.amounts[i] as number;
  }
  return sum;
}

/** What is held less what of it is lent, which stands under its `{REV}` key there. */
export function withoutLent(held: Resources, lent: readonly Lending[], directory: Directory): Resources {
  if (lent.length === 0) return held;
  const { resourceKeys } = directory;
  return filterResources(held, (key, amount) => {
    const { revocable, plain } = resourceKeys.get(key);
    if (!revocable) return amount;
    return lent.reduce((left, { resources }) => left - lentUnderName(resources, plain, directory), amount);
  });
}

/** What is lent, and `more`; one entry per owner, ascending. */
export function addLending(lent: readonly Lending[], more: Lending): Lending[] {
  const same = lent.find((l) => l.owner === more.owner);
  const sum: Lending = { owner: more.owner, resources: add(same?.resources ?? NO_RESOURCES, more.resources) };
  return [...lent.filter((l) => l.owner !== more.owner), sum].sort((a, b) => a.owner - b.owner);
}

/**
 * Gives an amount of a name back to those who lent it, owners in id order.
 * @returns the objects that go back, what is still lent, and how much of the amount was not lent
 */
export function takeLent(
  lent: readonly Lending[],
  plain: ResourceKeyId,
  amount: number,
  directory: Directory,
): { source: Resources; left: Lending[]; rest: number } {
  let rest = amount;
  let source = NO_RESOURCES;
  const left: Lending[] = [];
  for (const { owner, resources } of lent) {
    const taken = filterResources(resources, (key, there) => {
      if (directory.resourceKeys.get(key).plain !== plain) return 0;
      const part = Math.min(there, rest);
      rest -= part;
      return part;
    });
    source = add(source, taken);
    const remaining = subtract(resources, taken);
    if (!isEmpty(remaining)) left.push({ owner, resources: remaining });
  }
  return { source, left, rest };
}
