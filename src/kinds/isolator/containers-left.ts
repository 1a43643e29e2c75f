import type { ContainerState, ContainersLeft, OrphanContainer } from "./container-config.js";
import type { ContainerRecord } from "./container-record.js";

/**
 * What the next agent process finds of these containers. One that was still on its way to RUNNING never gets there, since
 * the process in it waits for an agent that is gone; so it is an orphan, as is one that was being destroyed.
 *
 * @param records in the order of launching
 */
export function containersLeft(records: Iterable<ContainerRecord>): ContainersLeft {
  const states: ContainerState[] = [];
  const orphans: OrphanContainer[] = [];
  for (const record of records) {
    const { id: container, config, pid, parent, standalone } = record;
    if (config !== null && pid !== null && goesOn(record)) {
      const { resources, limits } = record;
      states.push({ container, pid, config: { ...config, resources, limits } });
    } else {
      orphans.push({ container, parent: parent?.id ?? null, standalone });
    }
  }
  return { states, orphans };
}

function goesOn({ stage, parent }: ContainerRecord): boolean {
  return stage === "RUNNING" && (parent === null || goesOn(parent));
}
