import type { RandomSource } from "../../base/random.js";

/**
 * Puts items into an order of which each is equally likely (Fisher and Yates), in place. Draws one number for each
 * place but the last, the first place first.
 */
export function shuffle(items: Int32Array | number[], length: number, random: RandomSource): void {
  for (let place = 0; place < length - 1; place++) {
    const drawn = place + Math.floor(random() * (length - place));
    const item = items[drawn] as number;
    items[drawn] = items[place] as number;
    items[place] = item;
  }
}
