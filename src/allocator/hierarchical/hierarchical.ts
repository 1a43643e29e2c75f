import type { Micros } from "../../base/time.js";
import type { AgentId } from "../../cluster/ids.js";
import type { Allocator, AllocatorContext, AllocatorFactory } from "../allocator.js";
import { type Decisions, NO_DECISIONS } from "../decisions.js";
import { AllocatorFailure } from "../failure.js";
import type { TimedOperation } from "../operations.js";
import { AllocationCycle } from "./allocation-cycle.js";
import { ClusterEvents } from "./cluster-events.js";
import { type ClusterView, createClusterView } from "./cluster-view.js";

/**
 * The built-in allocator: hierarchical DRF with quota, reservations, revocable resources and filters, as Mesos has it.
 *
 * @throws AllocatorFailure for sorters other than `drf`
 */
export const createHierarchical: AllocatorFactory = (context) => {
  const { roleSorter, frameworkSorter } = context.options;
  if (roleSorter !== "drf" || frameworkSorter !== "drf") {
    const message = `the hierarchical allocator has the sorter "drf" only, not roleSorter "${roleSorter}" and frameworkSorter "${frameworkSorter}"`;
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
    this.#cycle = new AllocationCycle(this.#view);
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
