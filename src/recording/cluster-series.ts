import type { Micros } from "../base/time.js";
import type { SentOffer } from "../cluster/cluster-observer.js";
import type { Task } from "../cluster/task.js";
import type { RunHistory } from "../metrics/run-history.js";
import { RECORDED_RESOURCES, type RecordedAmounts } from "./amounts.js";
import { DownSampledSeries } from "./down-sampled-series.js";
import { MOST_POINTS, type RecordedSeries } from "./recorded-series.js";
import { ResourceSeries } from "./resource-series.js";
import { UsedSeries } from "./used-series.js";

/** What the cluster holds over time: what is used, what of it is revocable, what is on offer, and how many tasks run and wait. */
export class ClusterSeries {
  readonly #history: RunHistory;
  readonly #amounts: RecordedAmounts;
  readonly #used = new ResourceSeries("utilisation");
  readonly #revocable = new ResourceSeries("utilisationRevocable");
  readonly #offered = new ResourceSeries("utilisationOffered");
  readonly #reallyUsed: UsedSeries;
  readonly #running = new DownSampledSeries(MOST_POINTS);
  readonly #pending = new DownSampledSeries(MOST_POINTS);
  #runningTasks = 0;
  #pendingTasks = 0;

  constructor(history: RunHistory, amounts: RecordedAmounts) {
    this.#history = history;
    this.#amounts = amounts;
    this.#reallyUsed = new UsedSeries(history, amounts);
  }

  taskSubmitted(): void {
    this.#pendingTasks++;
  }

  taskStarted(task: Task): void {
    this.#runningTasks++;
    this.#pendingTasks--;
    this.#hold(task, 1);
    this.#reallyUsed.taskStarted(task);
  }

  taskFinished(task: Task): void {
    this.#runningTasks--;
    this.#hold(task, -1);
    this.#reallyUsed.taskEnded(task);
  }

  /** It waits to be started again. */
  taskKilled(task: Task): void {
    this.#runningTasks--;
    this.#pendingTasks++;
    this.#hold(task, -1);
    this.#reallyUsed.taskEnded(task);
  }

  offerSent({ resources }: SentOffer): void {
    this.#amounts.add(resources, 1, this.#offered.amounts);
  }

  offerAnswered({ resources }: SentOffer): void {
    this.#amounts.add(resources, -1, this.#offered.amounts);
  }

  /** The instant is over: how things stand now, until the next one. */
  settle(t: Micros, until: Micros): void {
    for (let place = 0; place < RECORDED_RESOURCES.length; place++) {
      const capacity = this.#capacityOf(place);
      if (capacity === 0) continue;
      for (const series of [this.#used, this.#revocable, this.#offered]) series.settle(t, place, capacity);
    }
    this.#reallyUsed.settle(t, until, this.#used.amounts, (place) => this.#capacityOf(place));
    this.#running.push(t, this.#runningTasks);
    this.#pending.push(t, this.#pendingTasks);
  }

  all(): RecordedSeries[] {
    const [unit, of] = ["tasks", ""];
    return [
      ...this.#used.all(),
      ...this.#reallyUsed.all(),
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

  /** Thousandths, now. */
  #capacityOf(place: number): number {
    const { directory, usage } = this.#history;
    const key = directory.resourceKeys.find(RECORDED_RESOURCES[place] as string);
    return key === undefined ? 0 : usage.capacity.total(key);
  }
}
