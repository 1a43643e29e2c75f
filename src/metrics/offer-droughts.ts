import type { Decisions } from "../allocator/decisions.js";
import type { OperationSink } from "../allocator/operation-sink.js";
import type { Operation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import type { FrameworkId, RoleId } from "../cluster/ids.js";
import type { Task } from "../cluster/task.js";

interface Subscriber {
  waitingTasks: number;
  isActive: boolean;
  roles: readonly RoleId[];
  readonly suppressed: Set<RoleId>;
  /** When it began to want offers, or was sent the last one since then; -1: it wants none. */
  since: Micros;
  /** When it ceased to want offers the last time, and what `since` was then. */
  ceasedAt: Micros;
  before: Micros;
  offeredAt: Micros;
  longest: Micros;
}

/**
 * How long frameworks that want offers go without any. One wants offers while tasks of it wait, it is registered and active,
 * and has not suppressed offers for all of its roles.
 */
export class OfferDroughts implements OperationSink {
  readonly #subscribers: Subscriber[];

  constructor(frameworks: number) {
    this.#subscribers = Array.from({ length: frameworks }, () => ({
      waitingTasks: 0,
      isActive: false,
      roles: [],
      suppressed: new Set(),
      since: -1,
      ceasedAt: -1,
      before: -1,
      offeredAt: -1,
      longest: 0,
    }));
  }

  taskWaits(t: Micros, task: Task): void {
    const subscriber = this.#of(task.framework);
    if (subscriber.waitingTasks++ === 0) review(subscriber, t);
  }

  taskStarted(t: Micros, task: Task): void {
    const subscriber = this.#of(task.framework);
    if (--subscriber.waitingTasks === 0) review(subscriber, t);
  }

  record(t: Micros, operation: Operation, { offers }: Decisions): void {
    this.#follow(t, operation);
    for (const { framework } of offers) {
      const subscriber = this.#of(framework);
      subscriber.offeredAt = t;
      if (subscriber.since < 0) continue;
      count(subscriber, t);
      subscriber.since = t;
    }
  }

  finish(t: Micros): void {
    for (const subscriber of this.#subscribers) count(subscriber, t);
  }

  /** Of one framework; 0 where it never had to wait for an offer. */
  longest(framework: FrameworkId): Micros {
    return this.#of(framework).longest;
  }

  #follow(t: Micros, operation: Operation): void {
    switch (operation.op) {
      case "addFramework":
        this.#change(t, operation.framework, (it) => {
          it.isActive = operation.active;
          subscribe(it, operation.roles, operation.suppressedRoles);
        });
        break;
      case "updateFramework":
        this.#change(t, operation.framework, (it) => subscribe(it, operation.roles, operation.suppressedRoles));
        break;
      case "removeFramework":
      case "deactivateFramework":
      case "activateFramework":
        this.#change(t, operation.framework, (it) => {
          it.isActive = operation.op === "activateFramework";
        });
        break;
      case "suppressOffers":
      case "reviveOffers":
        this.#change(t, operation.framework, (it) => {
          const isSuppressed = operation.op === "suppressOffers";
          for (const role of operation.roles.length === 0 ? it.roles : operation.roles) {
            if (isSuppressed) it.suppressed.add(role);
            else it.suppressed.delete(role);
          }
        });
        break;
    }
  }

  #change(t: Micros, framework: FrameworkId, change: (subscriber: Subscriber) => void): void {
    const subscriber = this.#of(framework);
    change(subscriber);
    review(subscriber, t);
  }

  #of(framework: FrameworkId): Subscriber {
    return this.#subscribers[framework] as Subscriber;
  }
}

function subscribe(subscriber: Subscriber, roles: readonly RoleId[], suppressed: readonly RoleId[]): void {
  subscriber.roles = roles;
  subscriber.suppressed.clear();
  for (const role of suppressed) subscriber.suppressed.add(role);
}

/** Whether it begins or ceases to want offers. What it ceases and begins to want at one instant, it wanted all the time. */
function review(subscriber: Subscriber, t: Micros): void {
  const { waitingTasks, isActive, roles, suppressed, since, ceasedAt, offeredAt, before } = subscriber;
  const wants = waitingTasks > 0 && isActive && roles.some((role) => !suppressed.has(role));
  if (wants && since < 0) {
    subscriber.since = ceasedAt === t && offeredAt !== t ? before : t;
  } else if (!wants && since >= 0) {
    count(subscriber, t);
    subscriber.ceasedAt = t;
    subscriber.before = since;
    subscriber.since = -1;
  }
}

function count(subscriber: Subscriber, t: Micros): void {
  if (subscriber.since >= 0) subscriber.longest = Math.max(subscriber.longest, t - subscriber.since);
}
