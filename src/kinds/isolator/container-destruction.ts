import { failed, type Outcome } from "../outcome.js";
import { askIsolator } from "./ask-isolator.js";
import type { ContainerRecord, ContainerStage } from "./container-record.js";
import { type ContainerRoom, isolatorsFor } from "./container-room.js";
import type { TerminationInfo } from "./container-termination.js";
import { failuresOf, Pending, settle, whyNot } from "./pending.js";

/** How containers end: everything in them first, then their processes, then what the isolators made (I10, I11). */
export class ContainerDestruction {
  /** Containers that could not be destroyed: Mesos' `container_destroy_errors`. */
  errors = 0;
  readonly #room: ContainerRoom;

  constructor(room: ContainerRoom) {
    this.#room = room;
  }

  /** The first reason counts: a container that is being destroyed already keeps its own. */
  destroy(record: ContainerRecord, info: TerminationInfo): void {
    if (record.stage === "DESTROYING") return;
    const stage = record.stage;
    record.stage = "DESTROYING";
    const children = [...record.children];
    for (const child of children) this.destroy(child, info);
    this.#room.mailbox.when(settle(children.map((child) => child.termination)), (outcome) => {
      const errors = outcome.kind === "ready" ? failuresOf(outcome.value) : [];
      if (errors.length > 0) this.#giveUp(record, `a nested container could not be destroyed: ${errors.join("; ")}`);
      else this.#leave(stage, record, info);
    });
  }

  /** What is under way is called off or waited for: an isolator never cleans up while it prepares or isolates. */
  #leave(stage: ContainerStage, record: ContainerRecord, info: TerminationInfo): void {
    const { mailbox } = this.#room;
    if (stage === "PROVISIONING") {
      // No isolator has heard of it.
      record.callOff();
      this.#finish(record, info);
    } else if (stage === "PREPARING") {
      // There is no process yet.
      mailbox.when(record.preparation, () => this.#cleanUp(record, info));
    } else if (stage === "ISOLATING") {
      mailbox.when(record.isolation, () => this.#kill(record, info));
    } else {
      if (stage === "FETCHING") record.callOff();
      this.#kill(record, info);
    }
  }

  #kill(record: ContainerRecord, info: TerminationInfo): void {
    const killed = new Pending<null>();
    this.#room.host.kill(record.id, killed.complete);
    this.#room.mailbox.when(killed, (outcome) => {
      if (outcome.kind !== "ready") {
        // An isolator may count on it that no process is left: none of them is called.
        this.#giveUp(record, `not all processes of the container could be killed: ${whyNot(outcome)}`);
        return;
      }
      if (record.exitStatus === undefined) record.exitStatus = null;
      this.#cleanUp(record, info);
    });
  }

  /** I11: one after the other, in the reverse order of preparing, and all of them whatever happens. */
  #cleanUp(record: ContainerRecord, info: TerminationInfo): void {
    const isolators = isolatorsFor(this.#room, record).reverse();
    const outcomes: Outcome<null>[] = [];
    const next = (): void => {
      const isolator = isolators[outcomes.length];
      if (isolator === undefined) {
        this.#afterCleanUp(record, info, failuresOf(outcomes));
        return;
      }
      this.#room.mailbox.when(askIsolator(isolator, "cleanup", { container: record.id }), (outcome) => {
        outcomes.push(outcome);
        next();
      });
    };
    next();
  }

  #afterCleanUp(record: ContainerRecord, info: TerminationInfo, errors: readonly string[]): void {
    if (errors.length === 0) this.#finish(record, info);
    else this.#giveUp(record, `the container could not be cleaned up: ${errors.join("; ")}`);
  }

  #finish(record: ContainerRecord, info: TerminationInfo): void {
    const termination = { ...info, exitStatus: record.exitStatus ?? null };
    record.parent?.children.delete(record);
    this.#room.records.delete(record.id);
    record.termination.complete({ kind: "ready", value: termination });
    this.#room.events.terminated(record.id, termination);
  }

  #giveUp(record: ContainerRecord, message: string): void {
    this.errors++;
    record.termination.complete(failed(message));
    this.#room.events.destroyFailed(record.id, message);
  }
}
