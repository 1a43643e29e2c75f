import type { AgentId, ResourceKeyId } from "../cluster/ids.js";
import { differenceOf, type Items, lowestItems, unionOf } from "../cluster/items.js";
import { itemsUnder, makeResources, type Resources } from "../cluster/resources.js";
import type { Decisions, Offer } from "./decisions.js";
import type { Ledger } from "./ledger.js";

/**
 * A guest sees ranges and sets as numbers of items, and offers a number. Which ones that are is chosen here: the lowest
 * that are free and not in an earlier offer of the same cycle. Too large a number is left for the checker to refuse.
 *
 * @param decisions sorted
 */
export function chooseItems(ledger: Ledger, decisions: Decisions): Decisions {
  if (ledger.directory.resourceKeys.formsVersion === 0 || decisions.offers.length === 0) return decisions;
  const choice = new ItemChoice(ledger);
  return { ...decisions, offers: decisions.offers.map((offer) => choice.complete(offer)) };
}

class ItemChoice {
  readonly #ledger: Ledger;
  /** What this cycle's offers have of an agent's items so far. */
  readonly #chosen = new Map<AgentId, Map<ResourceKeyId, Items>>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  complete(offer: Offer): Offer {
    const items = offer.resources.keys.map((key, i) => this.#itemsOf(offer, key, i));
    const resources: Resources = makeResources(offer.resources.keys, offer.resources.amounts, items);
    return { ...offer, resources };
  }

  #itemsOf({ agent, resources }: Offer, key: ResourceKeyId, i: number): Items | null {
    const { resourceKeys } = this.#ledger.directory;
    const given = resources.items?.[i] ?? null;
    const name = resourceKeys.all[key]?.name;
    if (name === undefined || resourceKeys.formOf(name) === "scalar") return given;
    const chosen = this.#chosen.get(agent) ?? new Map<ResourceKeyId, Items>();
    const earlier = chosen.get(key) ?? [];
    const items = given ?? this.#lowestFree(agent, key, earlier, (resources.amounts[i] as number) / 1000);
    if (items !== null) this.#chosen.set(agent, chosen.set(key, unionOf(earlier, items)));
    return items;
  }

  #lowestFree(agent: AgentId, key: ResourceKeyId, earlier: Items, count: number): Items | null {
    const free = differenceOf(itemsUnder(this.#ledger.available(agent), key) ?? [], earlier);
    const items = lowestItems(free, count);
    return items.length === 0 ? null : items;
  }
}
