import type { FrameworkPlan } from "../cluster/plan.js";
import type { LaunchUnit } from "./launch-unit.js";
import { OfferBins } from "./offer-bins.js";
import type { QueueClass, TaskQueue } from "./task-queue.js";
import type { TaskShape, TaskShapes } from "./task-shape.js";

/**
 * Decides what of a framework's queue starts in which of its open offers: each unit in queue order in the first offers
 * where it fits. The first gang that does not fit reserves what there is for it; smaller units then use what is left over,
 * or, first come first served, nothing does.
 *
 * Within one plan free amounts only shrink. So a shape's search goes on where the last one ended, and what did not fit
 * once is not tried again: a plan costs about (classes + starts) x offers at worst, and usually far less.
 */
export class StartPlanner {
  /** To be filled before `plan`; holds its outcome. */
  readonly bins: OfferBins;
  /** By shape: the first bin in which it may still fit in this plan. */
  readonly #cursors: Int32Array;
  /** By shape: how many fit altogether, as of `#countedAt`. */
  readonly #slots: Float64Array;
  readonly #countedAt: Int32Array;
  /** Goes up whenever free amounts change. */
  #version = 0;

  constructor(shapes: TaskShapes) {
    this.bins = new OfferBins(shapes.names);
    this.#cursors = new Int32Array(shapes.count);
    this.#slots = new Float64Array(shapes.count);
    this.#countedAt = new Int32Array(shapes.count);
  }

  /**
   * Takes from the queue what starts, and notes it at the open offers.
   *
   * @param mayHold whether offers may be reserved for a gang that is not complete
   * @returns whether a gang starts
   */
  plan(queue: TaskQueue, order: FrameworkPlan["queue"], mayHold: boolean): boolean {
    this.#cursors.fill(0);
    this.#version++;
    let gangStarts = false;
    let gangWaits = false;
    let position = 0;
    while (position < queue.live.length) {
      const queueClass = queue.live[position] as QueueClass;
      if (this.#fits(queueClass)) {
        const unit = queue.takeAt(position);
        this.#start(unit);
        gangStarts ||= unit.isGang;
        continue;
      }
      if (queueClass.size > 1 && !gangWaits) {
        gangWaits = true;
        if (mayHold) this.#reserve(queueClass);
      }
      if (order === "firstComeFirstServed") break;
      position++;
    }
    return gangStarts;
  }

  #fits({ shape, size }: QueueClass): boolean {
    if (!this.bins.mayFit(shape)) return false;
    return size === 1 ? this.#firstFitting(shape) < this.bins.size : this.#countSlots(shape) >= size;
  }

  #firstFitting(shape: TaskShape): number {
    let bin = this.#cursors[shape.id] as number;
    while (bin < this.bins.size && !this.bins.fits(bin, shape)) bin++;
    this.#cursors[shape.id] = bin;
    return bin;
  }

  #countSlots(shape: TaskShape): number {
    if (this.#countedAt[shape.id] === this.#version) return this.#slots[shape.id] as number;
    let slots = 0;
    for (let bin = this.#firstFitting(shape); bin < this.bins.size; bin++) slots += this.bins.slots(bin, shape);
    this.#countedAt[shape.id] = this.#version;
    this.#slots[shape.id] = slots;
    return slots;
  }

  #start(unit: LaunchUnit): void {
    const { shape } = unit.queueClass;
    for (const task of unit.tasks) this.bins.start(this.#firstFitting(shape), task);
    this.#version++;
  }

  #reserve({ shape, size }: QueueClass): void {
    if (!this.bins.mayFit(shape)) return;
    for (let kept = 0; kept < size; kept++) {
      const bin = this.#firstFitting(shape);
      if (bin === this.bins.size) break;
      this.bins.reserve(bin, shape);
    }
    this.#version++;
  }
}
