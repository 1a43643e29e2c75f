import type { Micros } from "../base/time.js";
import { RECORDED_RESOURCES } from "./amounts.js";
import { DownSampledSeries } from "./down-sampled-series.js";
import { MOST_POINTS, type RecordedSeries } from "./recorded-series.js";

/** One quantity by resource, as parts of what the cluster has. */
export class ResourceSeries {
  /** Thousandths, now. */
  readonly amounts = new Float64Array(RECORDED_RESOURCES.length);
  readonly #name: string;
  readonly #series = RECORDED_RESOURCES.map(() => new DownSampledSeries(MOST_POINTS));

  constructor(name: string) {
    this.#name = name;
  }

  settle(t: Micros, place: number, capacity: number): void {
    this.#series[place]?.push(t, (this.amounts[place] as number) / capacity);
  }

  /** Of the resources that the cluster has. */
  all(): RecordedSeries[] {
    const all = this.#series.map((series, place) => {
      return { name: `${this.#name}.${RECORDED_RESOURCES[place]}`, of: "", unit: "share", series };
    });
    return all.filter(({ series }) => !series.isEmpty);
  }
}
