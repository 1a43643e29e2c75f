import { randomStream } from "../../base/random.js";

/** How often a sample is drawn anew. Efron and Tibshirani (1993, section 14.3): BCa intervals need about 2000. */
export const RESAMPLES = 2000;

/** Fixed, so that equal samples have equal intervals everywhere. */
const SEED = 1;

/**
 * The bootstrap's draws with replacement for samples of one size: how often each resample holds each value. They are the
 * same for all samples of that size, so that what is paired stays paired.
 */
export class Resamples {
  readonly count: number;
  readonly #size: number;
  /** Row by row: how often the resample holds value i. */
  readonly #held: Uint16Array;

  constructor(size: number, count: number) {
    const random = randomStream(SEED, `bootstrap of ${size} values`);
    this.count = count;
    this.#size = size;
    this.#held = new Uint16Array(size * count);
    for (let resample = 0; resample < count; resample++) {
      for (let draw = 0; draw < size; draw++) this.#held[resample * size + Math.floor(random() * size)]!++;
    }
  }

  /** The mean of each resample. @param values as many as the size */
  means(values: ArrayLike<number>): Float64Array {
    const means = new Float64Array(this.count);
    for (let resample = 0, at = 0; resample < this.count; resample++) {
      let sum = 0;
      for (let i = 0; i < this.#size; i++) sum += (this.#held[at++] as number) * (values[i] as number);
      means[resample] = sum / this.#size;
    }
    return means;
  }
}

const kept = new Map<number, Resamples>();

/** The draws for samples of this size, made once. */
export function resamplesOf(size: number): Resamples {
  let resamples = kept.get(size);
  if (resamples === undefined) {
    resamples = new Resamples(size, RESAMPLES);
    kept.set(size, resamples);
  }
  return resamples;
}
