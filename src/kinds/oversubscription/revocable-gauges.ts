import type { ResourceKeys } from "../../cluster/resource-keys.js";
import type { Resources } from "../../cluster/resources.js";

const NAMES = ["cpus", "mem", "disk", "gpus"] as const;

/** An agent that is registered with the master. */
export interface GaugedAgent {
  readonly total: Resources;
  /** All that frameworks use on it. */
  readonly used: Resources;
}

/**
 * The master's gauges of revocable resources, by Mesos' names (M4, M5): `master/cpus_revocable_total`, `_used` and
 * `_percent` (used / total, 0 without a total), and so for mem, disk and gpus. In cpus, MiB, gpus.
 */
export function revocableGauges(keys: ResourceKeys, agents: readonly GaugedAgent[]): Record<string, number> {
  const totals = revocableMilli(
    keys,
    agents.map(({ total }) => total),
  );
  const used = revocableMilli(
    keys,
    agents.map((agent) => agent.used),
  );
  const gauges: Record<string, number> = {};
  for (const name of NAMES) {
    const [whole, part] = [totals.get(name) ?? 0, used.get(name) ?? 0];
    gauges[`master/${name}_revocable_total`] = whole / 1000;
    gauges[`master/${name}_revocable_used`] = part / 1000;
    gauges[`master/${name}_revocable_percent`] = whole === 0 ? 0 : part / whole;
  }
  return gauges;
}

/** Thousandths by name, which add up exactly. */
function revocableMilli(keys: ResourceKeys, parts: readonly Resources[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { keys: ids, amounts } of parts) {
    for (const [i, id] of ids.entries()) {
      const { name, revocable } = keys.get(id);
      if (revocable) sums.set(name, (sums.get(name) ?? 0) + (amounts[i] as number));
    }
  }
  return sums;
}
