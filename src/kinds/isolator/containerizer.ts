import type { Micros } from "../../base/time.js";
import { type Complete, failed, ready } from "../outcome.js";
import { askIsolator } from "./ask-isolator.js";
import { type ContainerConfig, type ContainersLeft, isStandalone, type ResourceLimits } from "./container-config.js";
import { ContainerDestruction } from "./container-destruction.js";
import type { ContainerEvents } from "./container-events.js";
import type { ContainerHost } from "./container-host.js";
import { ContainerLaunch } from "./container-launch.js";
import { ContainerQueries } from "./container-queries.js";
import { ContainerRecord, type ContainerStage } from "./container-record.js";
import { recoverContainers } from "./container-recovery.js";
import { type ContainerRoom, isolatorsFor } from "./container-room.js";
import { launchFailure, NO_TERMINATION_INFO, type TerminationInfo } from "./container-termination.js";
import { containersLeft } from "./containers-left.js";
import type { ContainerStatus, Isolator } from "./isolator.js";
import { Mailbox } from "./mailbox.js";
import { collect } from "./pending.js";
import type { ResourceStatistics } from "./resource-statistics.js";

export interface ContainerizerParts {
  /** In the order of preparing: that of `createIsolators`. */
  readonly isolators: readonly Isolator[];
  readonly host: ContainerHost;
  readonly events: ContainerEvents;
  /** Virtual time, for the statistics. */
  readonly now: () => Micros;
  /** The agent's total resources, as text. */
  readonly agentTotal: string;
  /** Mesos' --cgroups_enable_cfs; false unless given. */
  readonly enableCfs?: boolean;
}

/**
 * The containers of one agent process (facts: modules section 8). What can be done at once is done before a call
 * returns, unless the call is made from inside a callback: then it comes after what is being done.
 */
export class Containerizer {
  readonly #room: ContainerRoom;
  readonly #destruction: ContainerDestruction;
  readonly #queries: ContainerQueries;

  constructor({ isolators, host, events, now, agentTotal, enableCfs = false }: ContainerizerParts) {
    this.#room = { isolators, host, events, mailbox: new Mailbox(), records: new Map() };
    this.#destruction = new ContainerDestruction(this.#room);
    this.#queries = new ContainerQueries(this.#room, now, { agentTotal, enableCfs });
  }

  /** In the order of launching. */
  get containers(): string[] {
    return [...this.#room.records.keys()];
  }

  /** Undefined when there is no such container (any more). */
  stageOf(container: string): ContainerStage | undefined {
    return this.#room.records.get(container)?.stage;
  }

  /** Containers that could not be destroyed: Mesos' `container_destroy_errors`. */
  get destroyErrors(): number {
    return this.#destruction.errors;
  }

  /** What an agent process that starts now would find (I2): what runs goes on, all else belongs to nobody. */
  get leftBehind(): ContainersLeft {
    return containersLeft(this.#room.records.values());
  }

  /** Told by `launched` or `terminated`. The id must not be in use. */
  launch(container: string, config: ContainerConfig): void {
    this.#post(() => {
      const { records, events } = this.#room;
      if (records.has(container)) throw new Error(`container ${container} is launched already`);
      const parent = config.parent === null ? null : records.get(config.parent);
      if (parent === undefined || parent?.stage === "DESTROYING") {
        const why = `its parent ${config.parent} ${parent === undefined ? "does not exist" : "is being destroyed"}`;
        return events.terminated(container, { ...launchFailure(why), exitStatus: null });
      }
      const standalone = parent?.standalone ?? isStandalone(config);
      const record = new ContainerRecord({ id: container, config, parent, standalone, stage: "PROVISIONING" });
      records.set(container, record);
      parent?.children.add(record);
      new ContainerLaunch(this.#room, this.#destruction, record, config).start();
    });
  }

  /**
   * I6: what the container holds from now on. Of a container that is not there or is being destroyed this is ignored, as
   * its end may be on its way to who asks.
   */
  update(container: string, resources: string, limits: ResourceLimits, complete: Complete<null> = () => {}): void {
    this.#post(() => {
      const record = this.#room.records.get(container);
      if (record === undefined || record.stage === "DESTROYING") {
        const what = record === undefined ? "unknown" : "being destroyed";
        this.#room.events.warn(`an update of container ${container} is ignored: it is ${what}`);
        return complete(ready(null));
      }
      if (record.parent !== null) return complete(failed(`container ${container} is nested: it is not updated`));
      record.resources = resources;
      record.limits = limits;
      const input = { container, resources, limits };
      const calls = isolatorsFor(this.#room, record).map((isolator) => askIsolator(isolator, "update", input));
      this.#room.mailbox.when(collect(calls), (outcome) => complete(outcome.kind === "ready" ? ready(null) : outcome));
    });
  }

  usage(container: string, complete: Complete<ResourceStatistics>): void {
    this.#post(() => this.#queries.usage(container, complete));
  }

  status(container: string, complete: Complete<ContainerStatus>): void {
    this.#post(() => this.#queries.status(container, complete));
  }

  /** Ends a container and all within it. Nothing happens to one that is not there or is being destroyed. */
  destroy(container: string, info: TerminationInfo = NO_TERMINATION_INFO): void {
    this.#post(() => {
      const record = this.#room.records.get(container);
      if (record !== undefined) this.#destruction.destroy(record, info);
    });
  }

  /** The container's process has ended by itself (I12). */
  exited(container: string, exitStatus: number): void {
    this.#post(() => {
      const record = this.#room.records.get(container);
      if (record === undefined) return;
      if (record.exitStatus === undefined) record.exitStatus = exitStatus;
      this.#destruction.destroy(record, NO_TERMINATION_INFO);
    });
  }

  /** What an earlier agent process left (I2). Called once, before anything else; a failure ends an agent. */
  recover(left: ContainersLeft, complete: Complete<null>): void {
    this.#post(() => recoverContainers(this.#room, this.#destruction, left, complete));
  }

  /** The agent process is gone: nobody is told anything any more, and no method of an isolator is called. */
  close(): void {
    this.#room.mailbox.close();
    for (const isolator of this.#room.isolators) isolator.close?.();
  }

  #post(action: () => void): void {
    this.#room.mailbox.post(action);
  }
}
