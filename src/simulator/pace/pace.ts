import type { Micros } from "../../base/time.js";
import type { CheckpointPlan } from "../../cluster/plan.js";
import type { PaceFigures, TaskPace } from "../../cluster/task.js";

export const FULL_SPEED = 1000;

const AT_START: Omit<PaceFigures, "unsavedSince"> = { ran: 0, effort: 0, checkpoints: 0, slowedFor: 0, withheld: 0 };

/**
 * How a task gets on whose runs take more than their time: it may be slowed, and it may save its work now and then.
 *
 * Effort is the time that a run would take undisturbed, checkpoints included, in whole microseconds. A run that does
 * `every` of work writes a checkpoint, which takes `cost`; none is written when the work is done by then. The next run
 * begins with what the last complete checkpoint has.
 */
export class Pace implements TaskPace {
  /** When the run ends, as things stand; infinity: never. */
  endsAt: Micros = Number.POSITIVE_INFINITY;
  /** The earliest end that is in the queue of events. */
  foreseenAt: Micros = Number.POSITIVE_INFINITY;
  /** In thousandths, 1 to 1000: whole numbers, so that nothing is lost to rounding however often it changes. */
  speedMilli = FULL_SPEED;
  readonly #duration: Micros | null;
  readonly #checkpoint: CheckpointPlan | null;
  /** Work that earlier runs have saved. */
  #saved: Micros = 0;
  /** Whether the run's process is there. */
  #runs = false;
  #effort: Micros = Number.POSITIVE_INFINITY;
  #mostCheckpoints = 0;
  /** Thousandths of a cpu that it would use. */
  #wanted = 0;
  /** Since when all has been as it is; the figures are those of that moment. */
  #since: Micros = 0;
  #figures: PaceFigures = { ...AT_START, unsavedSince: 0 };

  /** @param duration of all its work; null: it never ends */
  constructor(duration: Micros | null, checkpoint: CheckpointPlan | null) {
    this.#duration = duration;
    this.#checkpoint = checkpoint;
  }

  /** A new run has started; its process may come later. */
  start(now: Micros): void {
    this.#figures = { ...AT_START, unsavedSince: now };
    this.#since = now;
    this.#runs = false;
    this.speedMilli = FULL_SPEED;
  }

  /** The process of the run is there. */
  begin(now: Micros): void {
    const left = this.#duration === null ? Number.POSITIVE_INFINITY : this.#duration - this.#saved;
    const { every, cost } = this.#checkpoint ?? { every: Number.POSITIVE_INFINITY, cost: 0 };
    this.#mostCheckpoints = this.#checkpoint === null ? 0 : Math.ceil(left / every) - 1;
    this.#effort = left + this.#mostCheckpoints * cost;
    this.#since = now;
    this.#runs = true;
    this.#wanted = 0;
    this.foreseenAt = Number.POSITIVE_INFINITY;
    this.#foresee();
  }

  /** @param wanted thousandths of a cpu that it would use at full speed, until this is called again */
  change(now: Micros, speedMilli: number, wanted: number): void {
    this.#figures = this.figuresAt(now);
    this.#since = now;
    this.#wanted = wanted;
    this.speedMilli = speedMilli;
    this.#foresee();
  }

  /** No process of the run is left. */
  end(now: Micros): void {
    if (!this.#runs) return;
    this.#figures = this.figuresAt(now);
    this.#since = now;
    this.#runs = false;
    this.#saved += this.#figures.checkpoints * (this.#checkpoint?.every ?? 0);
  }

  figuresAt(now: Micros): PaceFigures {
    if (!this.#runs || now === this.#since) return this.#figures;
    const before = this.#figures;
    const elapsed = now - this.#since;
    const effort = Math.min(before.effort + Math.floor((this.speedMilli * elapsed) / FULL_SPEED), this.#effort);
    const checkpoints = this.#checkpointsAt(effort);
    return {
      ran: before.ran + elapsed,
      effort,
      checkpoints,
      unsavedSince: checkpoints === before.checkpoints ? before.unsavedSince : this.#timeOf(checkpoints, now),
      slowedFor: before.slowedFor + (this.speedMilli < FULL_SPEED ? elapsed : 0),
      withheld: before.withheld + (1 - this.speedMilli / FULL_SPEED) * this.#wanted * elapsed,
    };
  }

  #checkpointsAt(effort: Micros): number {
    if (this.#checkpoint === null) return 0;
    const { every, cost } = this.#checkpoint;
    return Math.min(this.#mostCheckpoints, Math.floor(effort / (every + cost)));
  }

  /** When a checkpoint was complete that was written since all has been as it is. */
  #timeOf(checkpoint: number, now: Micros): Micros {
    const { every, cost } = this.#checkpoint as CheckpointPlan;
    const still = checkpoint * (every + cost) - this.#figures.effort;
    return Math.min(this.#since + this.#timeFor(still), now);
  }

  #foresee(): void {
    this.endsAt = this.#since + this.#timeFor(this.#effort - this.#figures.effort);
  }

  #timeFor(effort: Micros): Micros {
    return Math.ceil((effort * FULL_SPEED) / this.speedMilli);
  }
}
