import type { Micros } from "../../base/time.js";
import type { Directory } from "../../cluster/directory.js";
import type { AgentId, FrameworkId } from "../../cluster/ids.js";
import type { Allocator, AllocatorContext, Gauge } from "../allocator.js";
import { type Decisions, NO_DECISIONS } from "../decisions.js";
import { AllocatorFailure } from "../failure.js";
import type { TimedOperation } from "../operations.js";
import { agentOrder } from "./agent-order.js";
import { AllocationCycle } from "./allocation-cycle.js";
import { ClusterEvents } from "./cluster-events.js";
import { type ClusterView, createClusterView } from "./cluster-view.js";
import { type ConstraintsDebug, constraintsDebug } from "./constraints-debug.js";
import { expiryDeadline } from "./filter-expiry.js";
import { Frameworks } from "./frameworks.js";
import type { InverseOfferStatus } from "./maintenance.js";
import { roleGauges } from "./role-gauges.js";

/** The built-in behind the port, and what Mesos' own tells beside its decisions. */
export interface HierarchicalAllocator extends Allocator {
  /** Which agents offer constraints keep from whom (P8). */
  offerConstraintsDebug(): ConstraintsDebug;

  /** What frameworks answered to inverse offers, by agent under maintenance (M3). */
  inverseOfferStatuses(): ReadonlyMap<AgentId, ReadonlyMap<FrameworkId, InverseOfferStatus>>;
}

/**
 * The built-in allocator: hierarchical DRF with quota, reservations, revocable resources and filters, as Mesos has it;
 * or the same with roles and frameworks in random order instead of DRF's. Its random numbers come from the context's
 * seed, so a recorded run replays identically.
 *
 * @throws AllocatorFailure when one sorter is `drf` and the other `random` (facts: allocator section 1)
 */
export function createHierarchical(context: AllocatorContext): HierarchicalAllocator {
  const { roleSorter, frameworkSorter } = context.options;
  if (roleSorter !== frameworkSorter) {
    const message = `roleSorter and frameworkSorter are both "drf" or both "random", not "${roleSorter}" and "${frameworkSorter}"`;
    throw new AllocatorFailure("loadFailed", message);
  }
  return new BuiltIn(context);
}

class BuiltIn implements HierarchicalAllocator {
  readonly triggers = [];
  readonly #directory: Directory;
  readonly #view: ClusterView;
  readonly #frameworks: Frameworks;
  readonly #events: ClusterEvents;
  readonly #cycle: AllocationCycle;
  /** Filters up to it have ended. */
  #deadline = 0;

  constructor(context: AllocatorContext) {
    const { directory, options } = context;
    this.#directory = directory;
    this.#view = createClusterView(context);
    this.#frameworks = new Frameworks(this.#view, directory.frameworks.size);
    this.#events = new ClusterEvents(this.#view, this.#frameworks, options.allocationInterval);
    this.#cycle = new AllocationCycle(this.#view, agentOrder(context));
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    this.#view.names.learnNewKeys();
    for (const event of events) this.#events.apply(event.t, event.operation);
    const cause = events.at(-1)?.operation;
    const isTick = cause?.op === "allocate" && !cause.wake;
    const offers = this.#cycle.run(t, isTick, candidates);
    this.#deadline = expiryDeadline(t, isTick);
    // After the offers, so that those of this run count as held (G7, M2).
    const inverseOffers = this.#view.maintenance.inverseOffers(t, candidates, (agent) =>
      this.#frameworks.activeHoldersOn(agent),
    );
    if (offers.length === 0 && inverseOffers.length === 0) return NO_DECISIONS;
    return { offers, inverseOffers, revocations: [], wakeAt: null };
  }

  gauges(): readonly Gauge[] {
    return roleGauges(this.#view, this.#directory.roles, this.#deadline);
  }

  offerConstraintsDebug(): ConstraintsDebug {
    return constraintsDebug(this.#view, this.#frameworks, this.#directory);
  }

  inverseOfferStatuses(): ReadonlyMap<AgentId, ReadonlyMap<FrameworkId, InverseOfferStatus>> {
    return this.#view.maintenance.statuses();
  }

  close(): void {}
}
