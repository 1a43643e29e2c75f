import type { Micros } from "../../base/time.js";
import { type Complete, failed, type Outcome, ready } from "../outcome.js";
import { askIsolator } from "./ask-isolator.js";
import type { ContainerRecord } from "./container-record.js";
import { type ContainerRoom, isolatorsFor } from "./container-room.js";
import type { ContainerStatus } from "./isolator.js";
import { mergeMessages } from "./merge-messages.js";
import { mergeStatistics, type StatisticsBounds } from "./merge-statistics.js";
import { Pending, settle, whyNot } from "./pending.js";
import type { ResourceStatistics } from "./resource-statistics.js";

type AgentBounds = Pick<StatisticsBounds, "agentTotal" | "enableCfs">;

/** What the isolators know of a container (I7): all are asked side by side, and those that fail are left out. */
export class ContainerQueries {
  readonly #room: ContainerRoom;
  readonly #now: () => Micros;
  readonly #bounds: AgentBounds;

  constructor(room: ContainerRoom, now: () => Micros, bounds: AgentBounds) {
    this.#room = room;
    this.#now = now;
    this.#bounds = bounds;
  }

  usage(container: string, complete: Complete<ResourceStatistics>): void {
    const record = this.#room.records.get(container);
    if (record === undefined) {
      complete(failed(`unknown container ${container}`));
      return;
    }
    this.#askAll(record, "usage", (answers) => {
      const { resources, limits } = record;
      complete(ready(mergeStatistics(this.#now(), answers, { ...this.#bounds, resources, limits })));
    });
  }

  /** One request for a container after the other: the next begins when the one before is answered. */
  status(container: string, complete: Complete<ContainerStatus>): void {
    const record = this.#room.records.get(container);
    if (record === undefined) {
      complete(failed(`unknown container ${container}`));
      return;
    }
    const before = record.lastStatus;
    const mine = new Pending<null>();
    record.lastStatus = mine;
    const begin = (): void =>
      this.#askAll(record, "status", (answers) => {
        complete(ready(answers.reduce<ContainerStatus>(mergeMessages, { container })));
        mine.complete(ready(null));
      });
    if (before === null) begin();
    else this.#room.mailbox.when(before, begin);
  }

  #askAll<M extends "usage" | "status">(
    record: ContainerRecord,
    method: M,
    take: (answers: readonly Answer<M>[]) => void,
  ): void {
    const isolators = isolatorsFor(this.#room, record);
    const calls = isolators.map((isolator) => askIsolator(isolator, method, { container: record.id }));
    this.#room.mailbox.when(settle(calls as Pending<Answer<M>>[]), (outcome) => {
      if (outcome.kind === "ready") take(this.#answersIn(record, method, outcome.value));
    });
  }

  #answersIn<T>(record: ContainerRecord, method: string, outcomes: readonly Outcome<T>[]): T[] {
    return outcomes.flatMap((outcome) => {
      if (outcome.kind === "ready") return [outcome.value];
      this.#room.events.warn(`container ${record.id}: a part of its ${method} is left out: ${whyNot(outcome)}`);
      return [];
    });
  }
}

type Answer<M extends "usage" | "status"> = M extends "usage" ? ResourceStatistics : ContainerStatus;
