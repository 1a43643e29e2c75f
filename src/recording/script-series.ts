import { compareBytes } from "../base/byte-order.js";
import { type MetricSample, SCRIPT_METRIC_PREFIX } from "../cluster/metric-sample.js";
import { DownSampledSeries } from "./down-sampled-series.js";
import { MOST_POINTS, type RecordedSeries } from "./recorded-series.js";

/** Of no more names are samples kept: those that are reported first. */
const MOST_NAMES = 64;

/** The numbers that the allocator reports of itself. */
export class ScriptSeries {
  readonly #byName = new Map<string, RecordedSeries>();

  add({ t, name, unit, value }: MetricSample): void {
    let recorded = this.#byName.get(name);
    if (recorded === undefined) {
      if (this.#byName.size === MOST_NAMES) return;
      recorded = { name: `${SCRIPT_METRIC_PREFIX}${name}`, of: "", unit, series: new DownSampledSeries(MOST_POINTS) };
      this.#byName.set(name, recorded);
    }
    recorded.series.push(t, value);
  }

  /** By name, in byte order. */
  all(): RecordedSeries[] {
    return [...this.#byName.values()].sort((a, b) => compareBytes(a.name, b.name));
  }
}
