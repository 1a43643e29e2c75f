import type { AllocatorOptions } from "../allocator/allocator.js";
import type { Decisions, InverseOffer, Offer, Revocation } from "../allocator/decisions.js";
import type { OperationSink } from "../allocator/operation-sink.js";
import type { Operation } from "../allocator/operations.js";
import type { AllocatorSession } from "../allocator/session.js";
import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { FrameworkId, TaskId } from "../cluster/ids.js";
import type { Resources } from "../cluster/resources.js";
import type { Placement } from "../cluster/task.js";
import { EVENT, type EventQueue } from "./event-queue.js";
import type { Progress } from "./progress.js";

/** Who carries out what was decided. Nothing may be submitted in here: what is to follow becomes an event of its own. */
export interface DecisionReceiver {
  /** The offers from `from` to before `to` are all the framework's of this cycle, by (role, agent). */
  offersMade(framework: FrameworkId, offers: readonly Offer[], from: number, to: number): void;
  inverseOfferMade(inverseOffer: InverseOffer): void;
  revoked(revocation: Revocation): void;
  wakeWanted(at: Micros): void;
}

/** The one way to the allocator: every operation is booked, put in the journal, and what it caused is carried out. */
export class Master {
  readonly #session: AllocatorSession;
  readonly #journal: OperationSink;
  readonly #observer: ClusterObserver;
  readonly #events: EventQueue;
  readonly #progress: Progress;
  readonly #receiver: DecisionReceiver;
  readonly #batches: boolean;
  #runForeseen = false;
  #isPaused = false;

  constructor(
    session: AllocatorSession,
    journal: OperationSink,
    observer: ClusterObserver,
    events: EventQueue,
    progress: Progress,
    receiver: DecisionReceiver,
    triggers: AllocatorOptions["triggers"],
  ) {
    this.#session = session;
    this.#journal = journal;
    this.#observer = observer;
    this.#events = events;
    this.#progress = progress;
    this.#receiver = receiver;
    this.#batches = triggers === "batched";
  }

  /** @throws AllocatorFailure */
  submit(operation: Operation): void {
    const { now } = this.#events;
    const asked = this.#session.cycles;
    const decisions = this.#session.submit(now, operation);
    this.#journal.record(now, operation, decisions);
    if (this.#batches) this.#foreseeRun(operation);
    if (this.#session.cycles === asked) return;
    this.#observer.cycle(now, this.#session.lastCycleMs);
    this.#progress.cycle(this.#session.cycles);
    this.#carryOut(decisions);
  }

  /** The instant is over but for the cycle that was triggered in it; a pause in between puts it off (G4). */
  run(): void {
    this.#runForeseen = false;
    const agents = this.#session.pendingRun;
    if (agents !== undefined && !this.#isPaused) this.submit({ op: "run", agents });
  }

  acceptOffer({ framework, role, agent }: Offer, resources: Resources, task: TaskId): void {
    this.submit({ op: "acceptOffer", framework, role, agent, resources, task });
  }

  /** What a framework does not use of an offer, or (`refuse` null) what is rescinded, goes back. */
  recoverOffered({ framework, role, agent }: Offer, resources: Resources, refuse: Micros | null): void {
    this.submit({ op: "recoverResources", framework, role, agent, resources, refuse, allocated: false, task: null });
  }

  /** What a task used goes back. */
  recoverUsed(framework: FrameworkId, { role, agent, resources }: Placement, task: TaskId): void {
    this.submit({ op: "recoverResources", framework, role, agent, resources, refuse: null, allocated: true, task });
  }

  /**
   * One cycle covers all that is triggered at an instant (G1). Candidates that a pause kept from their cycle wait for the
   * first operation after it.
   */
  #foreseeRun({ op }: Operation): void {
    if (op === "pause" || op === "resume") {
      this.#isPaused = op === "pause";
      return;
    }
    if (this.#runForeseen || this.#isPaused || this.#session.pendingRun === undefined) return;
    this.#runForeseen = true;
    this.#events.push(this.#events.now, EVENT.run);
  }

  #carryOut({ offers, inverseOffers, revocations, wakeAt }: Decisions): void {
    const { now } = this.#events;
    let from = 0;
    while (from < offers.length) {
      const { framework } = offers[from] as Offer;
      let to = from;
      for (; to < offers.length && (offers[to] as Offer).framework === framework; to++) {
        this.#observer.offerSent(now, offers[to] as Offer);
      }
      this.#receiver.offersMade(framework, offers, from, to);
      from = to;
    }
    for (const inverseOffer of inverseOffers) this.#receiver.inverseOfferMade(inverseOffer);
    for (const revocation of revocations) this.#receiver.revoked(revocation);
    if (wakeAt !== null) this.#receiver.wakeWanted(wakeAt);
  }
}
