import type { Outcome } from "../outcome.js";
import { askIsolator } from "./ask-isolator.js";
import type { ContainerDestruction } from "./container-destruction.js";
import type { ContainerLimitation } from "./container-limitation.js";
import type { ContainerRecord } from "./container-record.js";
import { type ContainerRoom, isolatorsFor } from "./container-room.js";
import { limitationReached, NO_TERMINATION_INFO } from "./container-termination.js";
import { whyNot } from "./pending.js";

/** Has every isolator watch the container: the first watch that ends, however it ends, ends the container (I8). */
export function watchContainer(room: ContainerRoom, destruction: ContainerDestruction, record: ContainerRecord): void {
  for (const isolator of isolatorsFor(room, record)) {
    const watch = askIsolator(isolator, "watch", { container: record.id });
    room.mailbox.when(watch, (outcome) => endWatch(room, destruction, record, outcome));
  }
}

function endWatch(
  room: ContainerRoom,
  destruction: ContainerDestruction,
  record: ContainerRecord,
  outcome: Outcome<ContainerLimitation>,
): void {
  // So it also stays when the container is gone.
  if (record.stage === "DESTROYING") return;
  if (outcome.kind === "ready") {
    destruction.destroy(record, limitationReached(outcome.value));
    return;
  }
  room.events.warn(`container ${record.id} is destroyed, since a watch ended without a limitation: ${whyNot(outcome)}`);
  destruction.destroy(record, NO_TERMINATION_INFO);
}
