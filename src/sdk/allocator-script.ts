import type { Cluster } from "./cluster.js";
import type { ClusterEvent } from "./cluster-event.js";
import type { OfferRequest } from "./offer-request.js";

/** An operation after which an allocator may want to be asked, beyond those after which it always is. */
export type ExtraTrigger = "recoverResources" | "requestResources";

/** What an allocator script exports, itself or as its default. */
export interface AllocatorScript {
  /** Operations after which it wants to be asked, too. */
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
