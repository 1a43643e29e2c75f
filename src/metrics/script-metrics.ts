import { compareBytes } from "../base/byte-order.js";
import { type MetricSample, SCRIPT_METRIC_PREFIX } from "../cluster/metric-sample.js";

/** What a script's samples of one name come to. */
export interface ScriptMetric {
  readonly unit: string;
  /** How many. */
  readonly samples: number;
  readonly last: number;
  /** Of the samples, each counted once, whatever time lies between them. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

interface Gathered {
  readonly unit: string;
  samples: number;
  last: number;
  sum: number;
  min: number;
  max: number;
}

/** The numbers that an allocator reports of itself, gathered by name. */
export class ScriptMetrics {
  readonly #byName = new Map<string, Gathered>();

  add({ name, unit, value }: MetricSample): void {
    let gathered = this.#byName.get(name);
    if (gathered === undefined) {
      gathered = { unit, samples: 0, last: 0, sum: 0, min: value, max: value };
      this.#byName.set(name, gathered);
    }
    gathered.samples++;
    gathered.last = value;
    gathered.sum += value;
    if (value < gathered.min) gathered.min = value;
    if (value > gathered.max) gathered.max = value;
  }

  /** By name, in byte order. */
  summary(): Readonly<Record<string, ScriptMetric>> {
    const names = [...this.#byName.keys()].sort(compareBytes);
    return Object.fromEntries(names.map((name) => [name, summaryOf(this.#byName.get(name) as Gathered)]));
  }

  /** The last sample of each, under the key that expectations know it by. */
  lastByKey(): Readonly<Record<string, number>> {
    const entries = Object.entries(this.summary());
    return Object.fromEntries(entries.map(([name, { last }]) => [`${SCRIPT_METRIC_PREFIX}${name}`, last]));
  }
}

function summaryOf({ unit, samples, last, sum, min, max }: Gathered): ScriptMetric {
  return { unit, samples, last, mean: sum / samples, min, max };
}
