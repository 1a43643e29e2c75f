import type { Micros } from "../../base/time.js";
import type { AgentId } from "../../cluster/ids.js";
import type { Allocator, AllocatorContext, AllocatorFactory } from "../allocator.js";
import { type Decisions, NO_DECISIONS } from "../decisions.js";
import { AllocatorFailure } from "../failure.js";
import type { TimedOperation } from "../operations.js";
import { agentOrder } from "./agent-order.js";
import { AllocationCycle } from "./allocation-cycle.js";
import { ClusterEvents } from "./cluster-events.js";
import { type ClusterView, createClusterView } from "./cluster-view.js";

/**
 * The built-in allocator: hierarchical DRF with quota, reservations, revocable resources and filters, as Mesos has it;
 * or the same with roles and frameworks in random order instead of DRF's. Its random numbers come from the context's
 * seed, so a recorded run replays identically.
 *
 * @throws AllocatorFailure when one sorter is `drf` and the other `random` (facts: allocator section 1)
 */
export const createHierarchical: AllocatorFactory = (context) => {
  const { roleSorter, frameworkSorter } = context.options;
  if (roleSorter !== frameworkSorter) {
    const message = `roleSorter and frameworkSorter are both "drf" or both "random", not "${roleSorter}" and "${frameworkSorter}"`;
    throw new AllocatorFailure("loadFailed", message);
  }
  return new HierarchicalAllocator(context);
};

class HierarchicalAllocator implements Allocator {
  readonly triggers = [];
  readonly #view: ClusterView;
  readonly #events: ClusterEvents;
  readonly #cycle: AllocationCycle;

  constructor(context: AllocatorContext) {
    this.#view = createClusterView(context);
    const { directory, options } = context;
    this.#events = new ClusterEvents(this.#view, directory.frameworks.size, options.allocationInterval);
    this.#cycle = new AllocationCycle(this.#view, agentOrder(context));
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    this.#view.names.learnNewKeys();
    for (const event of events) this.#events.apply(event.t, event.operation);
    const cause = events.at(-1)?.operation;
    const isTick = cause?.op === "allocate" && !cause.wake;
    const offers = this.#cycle.run(t, isTick, candidates);
    return offers.length === 0 ? NO_DECISIONS : { offers, inverseOffers: [], revocations: [], wakeAt: null };
  }

  close(): void {}
}
