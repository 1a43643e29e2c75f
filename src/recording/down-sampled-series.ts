import type { Micros } from "../base/time.js";

/** A step function: `values[i]` holds from `times[i]` until the next time. */
export interface Steps {
  /** Ascending. */
  readonly times: readonly Micros[];
  readonly values: readonly number[];
}

/** What a series keeps of each stretch of time: its first, lowest, highest and last point. */
const KEPT_OF_STRETCH = 4;

/**
 * A step function of which few points are kept, however long the run is: when there are twice as many as wanted, time is cut
 * into equal stretches, of each of which four are left. A line chart of as many pixels looks the same (Jugel et al.: M4, VLDB
 * 2014), and no extreme is ever lost. Of several values at one instant the last one counts.
 */
export class DownSampledSeries {
  readonly #most: number;
  #times: Micros[] = [];
  #values: number[] = [];

  /** @param most how many points are kept, at least 4 */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param t not before the last one */
  push(t: Micros, value: number): void {
    const last = this.#times.length - 1;
    if (this.#times[last] === t) this.#dropLast();
    if (this.#values.at(-1) === value) return;
    this.#times.push(t);
    this.#values.push(value);
    if (this.#times.length >= 2 * this.#most) this.#thin(this.#most);
  }

  get isEmpty(): boolean {
    return this.#times.length === 0;
  }

  get isZero(): boolean {
    return this.#values.every((value) => value === 0);
  }

  /** @param most how many points, at least 4 and at most as many as it keeps */
  steps(most = this.#most): Steps {
    const steps = { times: this.#times, values: this.#values };
    return this.#times.length <= most ? steps : thinnedSteps(steps, most);
  }

  #dropLast(): void {
    this.#times.pop();
    this.#values.pop();
  }

  #thin(most: number): void {
    const { times, values } = thinnedSteps({ times: this.#times, values: this.#values }, most);
    this.#times = [...times];
    this.#values = [...values];
  }
}

/** @param most how many points are kept, at least 4 */
export function thinnedSteps({ times, values }: Steps, most: number): Steps {
  const first = times[0] as Micros;
  const stretches = Math.floor(most / KEPT_OF_STRETCH);
  const length = ((times.at(-1) as Micros) - first) / stretches;
  const kept: Steps & { times: Micros[]; values: number[] } = { times: [], values: [] };
  for (let from = 0, to = 0; from < times.length; from = to) {
    const stretch = stretchOf(times[from] as Micros, first, length, stretches);
    while (to < times.length && stretchOf(times[to] as Micros, first, length, stretches) === stretch) to++;
    for (const i of keptPoints(values, from, to)) {
      kept.times.push(times[i] as Micros);
      kept.values.push(values[i] as number);
    }
  }
  return kept;
}

/** The very last point belongs to the last stretch. */
function stretchOf(t: Micros, first: Micros, length: number, stretches: number): number {
  return Math.min(stretches - 1, Math.floor((t - first) / length));
}

/** The indices of first, lowest, highest and last of a stretch, ascending, each once. */
function keptPoints(values: readonly number[], from: number, to: number): number[] {
  let lowest = from;
  let highest = from;
  for (let i = from; i < to; i++) {
    if ((values[i] as number) < (values[lowest] as number)) lowest = i;
    if ((values[i] as number) > (values[highest] as number)) highest = i;
  }
  return [...new Set([from, Math.min(lowest, highest), Math.max(lowest, highest), to - 1])];
}
