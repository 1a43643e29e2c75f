import type { Offer } from "../allocator/decisions.js";
import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId } from "../cluster/ids.js";
import type { FrameworkPlan } from "../cluster/plan.js";
import { isEmpty } from "../cluster/resources.js";
import { EVENT } from "./event-queue.js";
import { GangHold } from "./gang-hold.js";
import type { TaskContainers } from "./launch/task-containers.js";
import { type OpenOffer, openOffer } from "./offer-bins.js";
import type { SimulationParts } from "./simulation-parts.js";
import type { TaskQueue } from "./task-queue.js";

/** A framework's offers of one cycle: those from `from` to before `to`. */
interface Delivery {
  readonly offers: readonly Offer[];
  readonly from: number;
  readonly to: number;
}

/** Where one framework's offers are answered. */
export class OfferDesk {
  readonly #parts: SimulationParts;
  readonly #framework: FrameworkId;
  readonly #plan: FrameworkPlan;
  readonly #queue: TaskQueue;
  readonly #hold: GangHold;
  #inbox: Delivery[] = [];
  #answered = 0;
  #timeoutScheduled = false;
  /** Agents that it has promised to leave, and until when it starts nothing there. */
  readonly #leaving = new Map<AgentId, Micros>();

  constructor(parts: SimulationParts, framework: FrameworkId, plan: FrameworkPlan, queue: TaskQueue) {
    this.#parts = parts;
    this.#framework = framework;
    this.#plan = plan;
    this.#queue = queue;
    const pause = plan.refuse + plan.gangTimeout + parts.allocationInterval;
    this.#hold = new GangHold(parts.seed, plan.name, pause);
  }

  /** Whether all offers have been answered, but for those that are held. */
  get isClear(): boolean {
    return this.#inbox.length === 0;
  }

  receive(offers: readonly Offer[], from: number, to: number): void {
    this.#inbox.push({ offers, from, to });
    this.#parts.events.push(this.#parts.events.now, EVENT.answer, this.#framework);
  }

  /** Answers the offers of one cycle. */
  answer(): void {
    const { offers, from, to } = this.#inbox[this.#answered++] as Delivery;
    if (this.#answered === this.#inbox.length) {
      this.#inbox.length = 0;
      this.#answered = 0;
    }
    if (this.#queue.pendingTasks === 0) this.#declineAll(offers, from, to);
    else this.#use(offers, from, to);
  }

  /** Lets new work use what is left over of the held offers. */
  useHeld(): void {
    if (!this.#hold.isEmpty) this.#use([], 0, 0);
  }

  gangTimeout(hold: number): void {
    if (hold !== this.#hold.number) return;
    for (const open of this.#hold.giveUp(this.#parts.events.now)) this.#close(open);
  }

  /** The master takes back what has been held for too long. */
  offerTimeout(): void {
    const { events, offerTimeout } = this.#parts;
    this.#timeoutScheduled = false;
    const { now } = events;
    for (const open of this.#hold.expire(now - (offerTimeout as Micros), now)) this.#rescind(open);
    this.#watchTimeout();
  }

  /** The master takes unanswered offers back, held ones included. @returns those that it took */
  takeBack(condition: (offer: Offer) => boolean): readonly OpenOffer[] {
    const taken = this.#remove(condition);
    for (const open of taken) this.#rescind(open);
    return taken;
  }

  /** The offers of an agent that are not wholly answered, held ones included. */
  outstanding(agent: AgentId): Offer[] {
    const unanswered = this.#inbox.slice(this.#answered).flatMap(({ offers, from, to }) => offers.slice(from, to));
    return [...this.#hold.offers.map(({ offer }) => offer), ...unanswered].filter((offer) => offer.agent === agent);
  }

  /** Its agent is gone, and the offers with it. */
  agentLost(agent: AgentId): void {
    const { events, observer } = this.#parts;
    this.#leaving.delete(agent);
    for (const { offer, used } of this.#remove((offer) => offer.agent === agent)) {
      if (!used) observer.offerRescinded(events.now, offer);
    }
  }

  /** Starts nothing more on the agent until a time. @returns what it held there and gives back */
  leave(agent: AgentId, until: Micros): readonly OpenOffer[] {
    this.#leaving.set(agent, Math.max(until, this.#leaving.get(agent) ?? until));
    const given = this.#hold.remove(({ offer }) => offer.agent === agent);
    for (const open of given) this.#close(open);
    return given;
  }

  #declineAll(offers: readonly Offer[], from: number, to: number): void {
    const { events, master, observer } = this.#parts;
    const { refuse } = this.#plan;
    for (let i = from; i < to; i++) {
      const offer = offers[i] as Offer;
      master.recoverOffered(offer, offer.resources, refuse);
      observer.offerDeclined(events.now, offer);
    }
  }

  /** Starts what fits into the held and the new offers, and gives back what no gang waits for. */
  #use(offers: readonly Offer[], from: number, to: number): void {
    const { containers, events, planner } = this.#parts;
    const { now } = events;
    planner.bins.clear();
    for (const open of this.#hold.offers) planner.bins.put(open, false);
    for (let i = from; i < to; i++) {
      const offer = offers[i] as Offer;
      planner.bins.put(openOffer(offer, now), this.#isLeaving(offer.agent));
    }
    const gangStarts = planner.plan(this.#queue, this.#plan.queue, this.#hold.mayHold(now));
    if (containers !== null) this.#decorate(containers);
    const kept: OpenOffer[] = [];
    for (const open of planner.bins.open) {
      this.#launch(open);
      if (open.reserved) kept.push(open);
      else this.#close(open);
    }
    if (this.#hold.keep(kept, gangStarts)) {
      events.push(now + this.#plan.gangTimeout, EVENT.gangTimeout, this.#framework, this.#hold.number);
    }
    this.#watchTimeout();
  }

  #isLeaving(agent: AgentId): boolean {
    if (this.#leaving.size === 0) return false;
    return (this.#leaving.get(agent) ?? -1) > this.#parts.events.now;
  }

  /** The hooks may have tasks launched with other resources, or so that they cannot be. */
  #decorate(containers: TaskContainers): void {
    const { planner, running } = this.#parts;
    for (const unit of containers.decorate(planner.bins.open)) running.refused(unit);
  }

  #launch(open: OpenOffer): void {
    const { events, master, observer, running } = this.#parts;
    const { offer, starts } = open;
    for (const { task, resources, revocable, granted } of starts) {
      if (!open.used) observer.offerAccepted(events.now, offer);
      open.used = true;
      master.acceptOffer(offer, resources, task.id);
      const placement = { agent: offer.agent, role: offer.role, resources, revocable };
      running.start(task, granted === undefined ? placement : { ...placement, granted });
    }
    starts.length = 0;
  }

  /** Gives back what is unused; an offer of which nothing was used is declined. */
  #close({ offer, rest, used }: OpenOffer): void {
    const { events, master, observer } = this.#parts;
    if (!isEmpty(rest)) master.recoverOffered(offer, rest, this.#plan.refuse);
    if (!used) observer.offerDeclined(events.now, offer);
  }

  #rescind({ offer, rest, used }: OpenOffer): void {
    const { events, master, observer } = this.#parts;
    if (!isEmpty(rest)) master.recoverOffered(offer, rest, null);
    if (!used) observer.offerRescinded(events.now, offer);
  }

  /** Takes offers out of the hold and out of the deliveries that are not answered yet. */
  #remove(condition: (offer: Offer) => boolean): readonly OpenOffer[] {
    const { now } = this.#parts.events;
    const removed = [...this.#hold.remove(({ offer }) => condition(offer))];
    this.#inbox = this.#inbox.map((delivery, i) => {
      if (i < this.#answered) return delivery;
      const offers = delivery.offers.slice(delivery.from, delivery.to);
      removed.push(...offers.filter(condition).map((offer) => openOffer(offer, now)));
      const left = offers.filter((offer) => !condition(offer));
      return { offers: left, from: 0, to: left.length };
    });
    return removed;
  }

  #watchTimeout(): void {
    const { events, offerTimeout } = this.#parts;
    if (offerTimeout === null || this.#timeoutScheduled || this.#hold.isEmpty) return;
    const earliest = this.#hold.offers.reduce((min, open) => Math.min(min, open.receivedAt), Number.POSITIVE_INFINITY);
    this.#timeoutScheduled = true;
    events.push(earliest + offerTimeout, EVENT.offerTimeout, this.#framework);
  }
}
