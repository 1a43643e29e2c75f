import type { ResourceKeyId } from "../cluster/ids.js";
import { type Items, sameItems, unionOf } from "../cluster/items.js";
import { quantities, type ResourceKeys } from "../cluster/resource-keys.js";
import { amountOf, contains, equal, isEmpty, itemsUnder, type Resources, subtract } from "../cluster/resources.js";
import type { Conversion } from "./operations.js";

/**
 * Why `from` cannot become `to` on an agent (L8); undefined when it can.
 *
 * @param total what the agent has
 * @param heldElsewhere how much of a shared volume is held beside what is converted
 */
export function conversionDefect(
  { from, to }: Conversion,
  total: Resources,
  keys: ResourceKeys,
  heldElsewhere: (key: ResourceKeyId) => number,
): string | undefined {
  if ([...from.keys, ...to.keys].some((key) => keys.get(key).revocable)) {
    return "revocable resources cannot be converted";
  }
  if (!isEmpty(to) && !(equal(quantities(from, keys), quantities(to, keys)) && haveSameItems(from, to, keys))) {
    return "a conversion keeps the quantities, or removes them completely (L8)";
  }
  if (!contains(total, from)) return "the agent has not so much any more (L3)";
  for (const [i, id] of from.keys.entries()) {
    const { isShared, isVolume, text } = keys.get(id);
    if (isVolume && from.amounts[i] !== amountOf(total, id)) return `${text} is converted as a whole`;
    if (isShared && heldElsewhere(id) > 0) return `further copies of ${text} are held`;
  }
  const left = subtract(total, from);
  const double = to.keys.find((key) => keys.get(key).isVolume && amountOf(left, key) > 0);
  return double === undefined ? undefined : `the agent has ${keys.get(double).text} already`;
}

/** Whether of each name the same items are meant, whatever keys they stand under. */
function haveSameItems(a: Resources, b: Resources, keys: ResourceKeys): boolean {
  const ofA = itemsByName(a, keys);
  const ofB = itemsByName(b, keys);
  return [...ofA].every(([name, items]) => sameItems(items, ofB.get(name) ?? []));
}

function itemsByName(resources: Resources, keys: ResourceKeys): Map<ResourceKeyId, Items> {
  const byName = new Map<ResourceKeyId, Items>();
  for (const key of resources.keys) {
    const { plain } = keys.get(key);
    byName.set(plain, unionOf(byName.get(plain) ?? [], itemsUnder(resources, key) ?? []));
  }
  return byName;
}
