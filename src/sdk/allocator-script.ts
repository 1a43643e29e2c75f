import type { Cluster } from "./cluster.js";
import type { ClusterEvent } from "./cluster-event.js";
import type { OfferRequest } from "./offer-request.js";

/** Operations after which an allocator may want to be asked, beyond those after which it always is. */
export const EXTRA_TRIGGERS = ["recoverResources", "requestResources"] as const;
export type ExtraTrigger = (typeof EXTRA_TRIGGERS)[number];

/** What an allocator script exports, itself or as its default. */
export interface AllocatorScript {
  readonly triggers?: readonly ExtraTrigger[];

  /**
   * Is asked what to do now. It returns offers, or makes them by `cluster.offer` and the cluster's other verbs, or both. A
   * generator sees the cluster with its earlier offers in it.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that makes its offers itself returns nothing.
  decide(cluster: Cluster): Iterable<OfferRequest> | undefined | void;

  /** Hears of every operation after the cluster has taken it in, before `decide`. Here nothing can be decided. */
  onEvent?(cluster: Cluster, event: ClusterEvent): void;
}
