import type { ResourceKeyId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ResourceNames } from "./resource-names.js";

/**
 * The smallest offers worth making: an offer must contain one of the alternatives, by quantity per name over all its
 * objects (F11).
 */
export class MinimumOffer {
  readonly #names: ResourceNames;
  readonly #alternatives: readonly Resources[];

  constructor(names: ResourceNames, alternatives: readonly Resources[]) {
    this.#names = names;
    this.#alternatives = alternatives;
  }

  isMetBy(offer: Resources): boolean {
    if (offer.keys.length === 0) return false;
    if (this.#alternatives.length === 0) return true;
    for (const alternative of this.#alternatives) if (this.#containsAll(offer, alternative)) return true;
    return false;
  }

  #containsAll(offer: Resources, wanted: Resources): boolean {
    const { columnOf } = this.#names;
    for (let i = 0; i < wanted.keys.length; i++) {
      const column = columnOf[wanted.keys[i] as ResourceKeyId];
      let quantity = 0;
      for (let j = 0; j < offer.keys.length; j++) {
        if (columnOf[offer.keys[j] as ResourceKeyId] === column) quantity += offer.amounts[j] as number;
      }
      if (quantity < (wanted.amounts[i] as number)) return false;
    }
    return true;
  }
}
