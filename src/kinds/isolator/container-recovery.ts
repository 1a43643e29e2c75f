import { type Complete, failed, ready } from "../outcome.js";
import { askIsolator } from "./ask-isolator.js";
import { type ContainerState, type ContainersLeft, isStandalone, type OrphanContainer } from "./container-config.js";
import type { ContainerDestruction } from "./container-destruction.js";
import { ContainerRecord } from "./container-record.js";
import { type ContainerRoom, supports } from "./container-room.js";
import { NO_TERMINATION_INFO } from "./container-termination.js";
import { watchContainer } from "./container-watch.js";
import { collect } from "./pending.js";

/**
 * Takes over the containers that an earlier agent process left (I2): all isolators recover side by side; when all have,
 * each container that goes on is watched again, and then those that belong to nobody are destroyed.
 *
 * @param left parents before what is nested in them; nothing that goes on is nested in an orphan
 */
export function recoverContainers(
  room: ContainerRoom,
  destruction: ContainerDestruction,
  left: ContainersLeft,
  complete: Complete<null>,
): void {
  const stray = strayOf(left);
  if (stray !== undefined) {
    complete(failed(`container ${stray} is nested in one that is not there`));
    return;
  }
  const kept = left.states.map((state) => keep(room, state));
  const orphans = left.orphans.map((orphan) => keepOrphan(room, orphan));
  const recoveries = room.isolators.map((isolator) =>
    askIsolator(isolator, "recover", {
      states: left.states.filter((_, i) => supports(isolator, kept[i] as ContainerRecord)),
      orphans: orphans.filter((orphan) => supports(isolator, orphan)).map((orphan) => orphan.id),
    }),
  );
  room.mailbox.when(collect(recoveries), (outcome) => {
    if (outcome.kind !== "ready") return complete(outcome);
    for (const record of kept) watchContainer(room, destruction, record);
    for (const orphan of orphans) destruction.destroy(orphan, NO_TERMINATION_INFO);
    complete(ready(null));
  });
}

function keep(room: ContainerRoom, { container, config, pid }: ContainerState): ContainerRecord {
  const parent = parentOf(room, config.parent);
  const standalone = parent?.standalone ?? isStandalone(config);
  const record = new ContainerRecord({ id: container, config, parent, standalone, stage: "RUNNING" });
  record.pid = pid;
  return register(room, record);
}

function keepOrphan(room: ContainerRoom, orphan: OrphanContainer): ContainerRecord {
  const { container: id, standalone } = orphan;
  const parent = parentOf(room, orphan.parent);
  return register(room, new ContainerRecord({ id, config: null, parent, standalone, stage: "RUNNING" }));
}

/** The first container whose parent does not come before it. */
function strayOf(left: ContainersLeft): string | undefined {
  const seen = new Set<string>();
  const all = [
    ...left.states.map(({ container, config }) => ({ container, parent: config.parent })),
    ...left.orphans.map(({ container, parent }) => ({ container, parent })),
  ];
  return all.find(({ container, parent }) => {
    seen.add(container);
    return parent !== null && !seen.has(parent);
  })?.container;
}

function parentOf(room: ContainerRoom, parent: string | null): ContainerRecord | null {
  return parent === null ? null : (room.records.get(parent) ?? null);
}

function register(room: ContainerRoom, record: ContainerRecord): ContainerRecord {
  room.records.set(record.id, record);
  record.parent?.children.add(record);
  return record;
}
