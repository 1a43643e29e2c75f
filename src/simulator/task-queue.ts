import type { Micros } from "../base/time.js";
import type { LaunchUnit } from "./launch-unit.js";
import type { TaskShape } from "./task-shape.js";

/**
 * Waiting units that are alike: same shape, same number of tasks, same estimate. Whether one of them fits is whether all
 * do, so a queue of a million tasks is searched class by class.
 */
export class QueueClass {
  /** Numbered within the framework, in order of first sight. */
  readonly number: number;
  readonly shape: TaskShape;
  /** Tasks per unit: 1, or the size of a gang. */
  readonly size: number;
  /** The user's estimate of the run time, -1 where there is none. */
  readonly estimate: Micros;
  /** Killed units that wait again, the next one last. All of them go before `#waiting`. */
  readonly #returned: LaunchUnit[] = [];
  #waiting: LaunchUnit[] = [];
  #first = 0;

  constructor(number: number, shape: TaskShape, size: number, estimate: Micros) {
    this.number = number;
    this.shape = shape;
    this.size = size;
    this.estimate = estimate;
  }

  get length(): number {
    return this.#returned.length + this.#waiting.length - this.#first;
  }

  /** The unit that starts first. There must be one. */
  get head(): LaunchUnit {
    return (this.#returned.at(-1) ?? this.#waiting[this.#first]) as LaunchUnit;
  }

  /** The unit that starts after `index` others of the class. */
  at(index: number): LaunchUnit | undefined {
    const returned = this.#returned.length;
    return index < returned ? this.#returned[returned - 1 - index] : this.#waiting[this.#first + index - returned];
  }

  append(unit: LaunchUnit): void {
    this.#waiting.push(unit);
  }

  prepend(unit: LaunchUnit): void {
    this.#returned.push(unit);
  }

  removeHead(): LaunchUnit {
    const returned = this.#returned.pop();
    if (returned !== undefined) return returned;
    const unit = this.#waiting[this.#first++] as LaunchUnit;
    // Dropped in bulk: shifting a long array for each start would cost as much as it is long.
    if (this.#first >= 1024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return unit;
  }
}

/** What one framework has still to start, in order. */
export class TaskQueue {
  /** The classes that have units waiting, by the order of their heads. */
  readonly live: QueueClass[] = [];
  pendingTasks = 0;
  readonly #classes = new Map<string, QueueClass>();
  #nextOrder = 0;
  #nextReturnedOrder = -1;

  classOf(shape: TaskShape, size: number, estimate: Micros): QueueClass {
    const key = `${shape.id} ${size} ${estimate}`;
    let found = this.#classes.get(key);
    if (found === undefined) {
      found = new QueueClass(this.#classes.size, shape, size, estimate);
      this.#classes.set(key, found);
    }
    return found;
  }

  append(unit: LaunchUnit): void {
    const { queueClass } = unit;
    unit.order = this.#nextOrder++;
    if (queueClass.length === 0) this.live.push(queueClass);
    queueClass.append(unit);
    this.pendingTasks += queueClass.size;
  }

  /** Puts a unit that was killed before all others. */
  putBack(unit: LaunchUnit): void {
    const { queueClass } = unit;
    if (queueClass.length > 0) this.live.splice(this.#positionOf(queueClass.head.order), 1);
    unit.order = this.#nextReturnedOrder--;
    queueClass.prepend(unit);
    this.live.unshift(queueClass);
    this.pendingTasks += queueClass.size;
  }

  /** Takes the head of the class that stands at a position of `live`; what follows in order moves there. */
  takeAt(position: number): LaunchUnit {
    const queueClass = this.live[position] as QueueClass;
    const unit = queueClass.removeHead();
    this.pendingTasks -= queueClass.size;
    const following = this.live[position + 1];
    if (queueClass.length > 0 && (following === undefined || queueClass.head.order < following.head.order)) return unit;
    this.live.splice(position, 1);
    if (queueClass.length > 0) this.live.splice(this.#positionOf(queueClass.head.order), 0, queueClass);
    return unit;
  }

  /** Where a class with this head stands, or would stand. */
  #positionOf(order: number): number {
    let low = 0;
    let high = this.live.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.live[middle] as QueueClass).head.order < order) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
