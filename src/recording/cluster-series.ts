import type { Micros } from "../base/time.js";
import type { SentOffer } from "../cluster/cluster-observer.js";
import type { ResourceKeyId } from "../cluster/ids.js";
import type { Task } from "../cluster/task.js";
import type { RunHistory } from "../metrics/run-history.js";
import { RECORDED_RESOURCES, type RecordedAmounts } from "./amounts.js";
import { DownSampledSeries } from "./down-sampled-series.js";
import { MOST_POINTS, type RecordedSeries } from "./recorded-series.js";

/** What the cluster holds over time: what is used, what of it is revocable, what is on offer, and how many tasks run and wait. */
export class ClusterSeries {
  readonly #history: RunHistory;
  readonly #amounts: RecordedAmounts;
  readonly #used = new ResourceSeries("utilisation");
  readonly #revocable = new ResourceSeries("utilisationRevocable");
  readonly #offered = new ResourceSeries("utilisationOffered");
  readonly #running = new DownSampledSeries(MOST_POINTS);
  readonly #pending = new DownSampledSeries(MOST_POINTS);
  #runningTasks = 0;
  #pendingTasks = 0;

  constructor(history: RunHistory, amounts: RecordedAmounts) {
    this.#history = history;
    this.#amounts = amounts;
  }

  taskSubmitted(): void {
    this.#pendingTasks++;
  }

  taskStarted(task: Task): void {
    this.#runningTasks++;
    this.#pendingTasks--;
    this.#hold(task, 1);
  }

  taskFinished(task: Task): void {
    this.#runningTasks--;
    this.#hold(task, -1);
  }

  /** It waits to be started again. */
  taskKilled(task: Task): void {
    this.#runningTasks--;
    this.#pendingTasks++;
    this.#hold(task, -1);
  }

  offerSent({ resources }: SentOffer): void {
    this.#amounts.add(resources, 1, this.#offered.amounts);
  }

  offerAnswered({ resources }: SentOffer): void {
    this.#amounts.add(resources, -1, this.#offered.amounts);
  }

  /** The instant is over: how things stand now. */
  settle(t: Micros): void {
    for (const [place, name] of RECORDED_RESOURCES.entries()) {
      const key = this.#history.directory.resourceKeys.find(name);
      const capacity = key === undefined ? 0 : this.#capacityOf(key);
      if (capacity === 0) continue;
      for (const series of [this.#used, this.#revocable, this.#offered]) series.settle(t, place, capacity);
    }
    this.#running.push(t, this.#runningTasks);
    this.#pending.push(t, this.#pendingTasks);
  }

  all(): RecordedSeries[] {
    const [unit, of] = ["tasks", ""];
    return [
      ...this.#used.all(),
      // Where nothing is ever revocable it says nothing.
      ...this.#revocable.all().filter(({ series }) => !series.isZero),
      ...this.#offered.all(),
      { name: "tasks.running", of, unit, series: this.#running },
      { name: "tasks.pending", of, unit, series: this.#pending },
    ];
  }

  #hold({ demand, placement }: Task, sign: 1 | -1): void {
    this.#amounts.add(demand, sign, this.#used.amounts);
    if (placement?.revocable === true) this.#amounts.add(demand, sign, this.#revocable.amounts);
  }

  #capacityOf(key: ResourceKeyId): number {
    return this.#history.usage.capacity.total(key);
  }
}

/** One quantity by resource, as parts of what the cluster has. */
class ResourceSeries {
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
