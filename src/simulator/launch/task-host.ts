import type { ContainerConfig } from "../../kinds/isolator/container-config.js";
import { InstantHost } from "../../kinds/isolator/container-host.js";
import type { Complete } from "../../kinds/outcome.js";

/** What an agent's host tells while it does what is asked of it, at once. */
export interface TaskHostEvents {
  /** The files are there, the task is not launched yet. */
  fetched(container: string, sandboxDirectory: string): void;
  /** No process of the container is left. */
  killed(container: string): void;
}

/** The host of an agent whose containers run one task each. */
export class TaskHost extends InstantHost {
  readonly #events: TaskHostEvents;

  constructor(events: TaskHostEvents) {
    super();
    this.#events = events;
  }

  override fetch(container: string, config: ContainerConfig, complete: Complete<null>): () => void {
    this.#events.fetched(container, config.directory);
    return super.fetch(container, config, complete);
  }

  override kill(container: string, complete: Complete<null>): void {
    this.#events.killed(container);
    super.kill(container, complete);
  }
}
