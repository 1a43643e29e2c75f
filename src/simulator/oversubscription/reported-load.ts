import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";
import type { LoadStep } from "../../cluster/plan.js";
import type { AgentLoad, LoadSource } from "../../kinds/oversubscription/load-qos-controller.js";
import type { Timer } from "../../kinds/timer.js";

const FIVE_MINUTES = 300 * MICROS_PER_SECOND;

/**
 * The load of an agent as its plan reports it: a step function of how many processes run or wait to run. The averages are
 * its plain means over the last 5 and 15 minutes, or over the time since the first step where that is shorter; before the
 * first step the load cannot be read. (A Linux kernel weights the past exponentially; a mean is exact, and as slow.)
 */
export class ReportedLoad implements LoadSource {
  readonly #steps: readonly LoadStep[];
  readonly #timer: Timer;

  /** @param steps ascending */
  constructor(steps: readonly LoadStep[], timer: Timer) {
    this.#steps = steps;
    this.#timer = timer;
  }

  load(): AgentLoad | null {
    const { now } = this.#timer;
    const first = this.#steps[0];
    if (first === undefined || first.at > now) return null;
    return { fiveMinutes: this.#mean(first.at, FIVE_MINUTES), fifteenMinutes: this.#mean(first.at, 3 * FIVE_MINUTES) };
  }

  #mean(begun: Micros, window: Micros): number {
    const { now } = this.#timer;
    const from = Math.max(begun, now - window);
    if (from === now) return this.#steps.findLast(({ at }) => at <= now)?.load ?? 0;
    let sum = 0;
    for (const [i, { at, load }] of this.#steps.entries()) {
      const begins = Math.max(at, from);
      const ends = Math.min(this.#steps[i + 1]?.at ?? now, now);
      if (ends > begins) sum += load * (ends - begins);
    }
    return sum / (now - from);
  }
}
