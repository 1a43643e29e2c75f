import type { ContainerEvents } from "./container-events.js";
import type { ContainerHost } from "./container-host.js";
import type { ContainerRecord } from "./container-record.js";
import type { Isolator } from "./isolator.js";
import type { Mailbox } from "./mailbox.js";

/** What the parts of a containerizer share. */
export interface ContainerRoom {
  /** In the order of preparing. */
  readonly isolators: readonly Isolator[];
  readonly host: ContainerHost;
  readonly events: ContainerEvents;
  readonly mailbox: Mailbox;
  readonly records: Map<string, ContainerRecord>;
}

/** The isolators that are called for the container, in order (I2). */
export function isolatorsFor(room: ContainerRoom, container: Whereabouts): Isolator[] {
  return room.isolators.filter((isolator) => supports(isolator, container));
}

/** What decides which isolators are called for a container. */
export interface Whereabouts {
  /** Null: it is a top-level container. */
  readonly parent: unknown;
  /** Whether its top-level container stands alone. */
  readonly standalone: boolean;
}

export function supports(isolator: Isolator, { parent, standalone }: Whereabouts): boolean {
  return (parent === null || isolator.supportsNesting) && (!standalone || isolator.supportsStandalone);
}
