import type { Gauge } from "../allocator/allocator.js";
import type { Ledger } from "../allocator/ledger.js";
import type { RunTallies } from "../kinds/run-tallies.js";
import type { AllocatorTraffic } from "./mesos/allocator-traffic.js";

/** How things stood when a run was over: what gauges are read off. */
export interface EndOfRun {
  /** The host's books. */
  readonly ledger: Ledger;
  /** What the allocator tells of itself. */
  readonly gauges: readonly Gauge[];
  readonly traffic: AllocatorTraffic;
  /** What modules' parts counted; absent: the run had none. */
  readonly tallies?: RunTallies;
}
