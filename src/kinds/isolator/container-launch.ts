import type { Outcome } from "../outcome.js";
import { askIsolator } from "./ask-isolator.js";
import type { ContainerConfig } from "./container-config.js";
import type { ContainerDestruction } from "./container-destruction.js";
import { type ContainerLaunchInfo, mergeLaunchInfos } from "./container-launch-info.js";
import type { ContainerRecord } from "./container-record.js";
import { type ContainerRoom, isolatorsFor } from "./container-room.js";
import { launchFailure } from "./container-termination.js";
import { watchContainer } from "./container-watch.js";
import { collect, Pending, whyNot } from "./pending.js";

/** The way of one container from PROVISIONING to RUNNING (I3 to I5). A destruction on the way ends it. */
export class ContainerLaunch {
  readonly #room: ContainerRoom;
  readonly #destruction: ContainerDestruction;
  readonly #record: ContainerRecord;
  readonly #config: ContainerConfig;
  #launchInfo: ContainerLaunchInfo = {};

  constructor(
    room: ContainerRoom,
    destruction: ContainerDestruction,
    record: ContainerRecord,
    config: ContainerConfig,
  ) {
    this.#room = room;
    this.#destruction = destruction;
    this.#record = record;
    this.#config = config;
  }

  start(): void {
    const provisioning = new Pending<null>();
    this.#record.callOff = this.#room.host.provision(this.#record.id, this.#config, provisioning.complete);
    this.#then(provisioning, () => this.#prepare());
  }

  /**
   * I3: each isolator prepares when the one before it has. The chain goes on while the container is being destroyed, as
   * in Mesos: destruction waits for its end (I10).
   */
  #prepare(): void {
    const { mailbox } = this.#room;
    const { id, preparation } = this.#record;
    this.#record.stage = "PREPARING";
    this.#then(preparation, (launchInfos) => this.#merge(launchInfos));
    const isolators = isolatorsFor(this.#room, this.#record);
    const launchInfos: ContainerLaunchInfo[] = [];
    const next = (place: number): void => {
      const isolator = isolators[place];
      if (isolator === undefined) {
        preparation.complete({ kind: "ready", value: launchInfos });
        return;
      }
      mailbox.when(askIsolator(isolator, "prepare", { container: id, config: this.#config }), (outcome) => {
        if (outcome.kind !== "ready") return preparation.complete(outcome);
        if (outcome.value !== null) launchInfos.push(outcome.value);
        next(place + 1);
      });
    };
    next(0);
  }

  #merge(launchInfos: readonly ContainerLaunchInfo[]): void {
    const merged = mergeLaunchInfos(launchInfos);
    if (merged.kind !== "ready") {
      this.#fail(merged);
      return;
    }
    this.#launchInfo = merged.value;
    this.#isolate();
  }

  /** I5: every watch stands before the first isolator isolates; then all isolate side by side. */
  #isolate(): void {
    const record = this.#record;
    const container = record.id;
    const pid = this.#room.host.fork(container);
    record.pid = pid;
    record.stage = "ISOLATING";
    watchContainer(this.#room, this.#destruction, record);
    const isolators = isolatorsFor(this.#room, record);
    const all = collect(isolators.map((isolator) => askIsolator(isolator, "isolate", { container, pid })));
    all.onEnd((outcome) =>
      record.isolation.complete(outcome.kind === "ready" ? { kind: "ready", value: null } : outcome),
    );
    this.#then(record.isolation, () => this.#fetch());
  }

  #fetch(): void {
    const fetching = new Pending<null>();
    this.#record.stage = "FETCHING";
    this.#record.callOff = this.#room.host.fetch(this.#record.id, this.#config, fetching.complete);
    this.#then(fetching, () => {
      this.#record.stage = "RUNNING";
      this.#room.events.launched(this.#record.id, this.#launchInfo);
    });
  }

  /** Goes on when a step is done; not when the container is being destroyed meanwhile. */
  #then<T>(step: Pending<T>, action: (value: T) => void): void {
    this.#room.mailbox.when(step, (outcome) => {
      if (this.#record.stage === "DESTROYING") return;
      if (outcome.kind === "ready") action(outcome.value);
      else this.#fail(outcome);
    });
  }

  #fail(outcome: Outcome<unknown>): void {
    this.#destruction.destroy(this.#record, launchFailure(whyNot(outcome)));
  }
}
