import type { Request } from "../allocator/operations.js";
import { microsToSeconds } from "../base/time.js";
import type { RoleId } from "../cluster/ids.js";
import type { LaunchUnit } from "./launch-unit.js";
import type { QueueClass, TaskQueue } from "./task-queue.js";

/**
 * A framework's unmet demand, and whether it differs from what it reported last. Single tasks of one class are one group;
 * each gang is one of its own. The groups stand in the order in which the queue would start the first of each, cut after
 * `window` of them.
 */
export class DemandReport {
  readonly #queue: TaskQueue;
  readonly #role: RoleId;
  readonly #window: number;
  #last: readonly Request[] = [];

  constructor(queue: TaskQueue, role: RoleId, window: number) {
    this.#queue = queue;
    this.#role = role;
    this.#window = window;
  }

  /** What to report now, or undefined when nothing has changed; it then counts as reported. */
  changed(): readonly Request[] | undefined {
    const groups = firstGroups(this.#queue, this.#window);
    const last = this.#last;
    const same = groups.length === last.length && groups.every((group, i) => isReported(group, last[i] as Request));
    if (same) return undefined;
    this.#last = groups.map((group) => this.#request(group));
    return this.#last;
  }

  #request({ unit, id, count }: Group): Request {
    const { shape, estimate } = unit.queueClass;
    return {
      id,
      role: this.#role,
      resources: shape.demand,
      count,
      gang: unit.isGang,
      priority: null,
      estimateSeconds: estimate < 0 ? null : microsToSeconds(estimate),
    };
  }
}

interface Group {
  /** The first to start. */
  readonly unit: LaunchUnit;
  readonly id: string;
  readonly count: number;
}

function isReported(group: Group, reported: Request): boolean {
  return group.id === reported.id && group.count === reported.count;
}

function firstGroups({ live }: TaskQueue, window: number): Group[] {
  // Each class before the one at `window` has an earlier group, so what comes after that one's head is cut off.
  const beyond = live[window]?.head.order ?? Number.POSITIVE_INFINITY;
  const groups = live.slice(0, window).flatMap((queueClass) => groupsOf(queueClass, beyond, window));
  return groups.sort((a, b) => a.unit.order - b.unit.order).slice(0, window);
}

function groupsOf(queueClass: QueueClass, beyond: number, window: number): Group[] {
  if (queueClass.size === 1) {
    return [{ unit: queueClass.head, id: `class-${queueClass.number}`, count: queueClass.length }];
  }
  const gangs: Group[] = [];
  for (let i = 0; i < Math.min(window, queueClass.length); i++) {
    const unit = queueClass.at(i) as LaunchUnit;
    if (unit.order > beyond) break;
    gangs.push({ unit, id: `gang-${unit.job}`, count: queueClass.size });
  }
  return gangs;
}
