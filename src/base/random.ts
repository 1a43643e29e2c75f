import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded source of uniform numbers in [0, 1); the shape that `d3-random` distributions take. */
export type RandomSource = () => number;

/**
 * A stream of its own for each user of random numbers, so that adding one framework does not change another's arrivals.
 *
 * @param seed the run's seed, an integer in [0, 2^32)
 * @param purpose what the stream is for, e.g. `framework web: durations`
 */
export function randomStream(seed: number, purpose: string): RandomSource {
  const generator = xoroshiro128plus(mix(seed, purpose));
  return () => uniformFloat64(generator);
}

/**
 * FNV-1a over the purpose, started from the seed, then MurmurHash3's finaliser, without which neighbouring seeds would
 * begin alike: 32 bits, the width of the generator's own seed.
 */
function mix(seed: number, purpose: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < purpose.length; i++) {
    hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
