import type { Offer } from "../allocator/decisions.js";
import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId } from "../cluster/ids.js";
import type { FrameworkPlan } from "../cluster/plan.js";
import { add, isEmpty, type Resources, subtract } from "../cluster/resources.js";
import { Acceptance } from "./acceptance.js";
import { reservationOf } from "./dynamic-reservation.js";
import { EVENT } from "./event-queue.js";
import { GangHold } from "./gang-hold.js";
import { Hoard } from "./hoard.js";
import type { TaskContainers } from "./launch/task-containers.js";
import { type OpenOffer, openOffer } from "./offer-bins.js";
import type { SimulationParts } from "./simulation-parts.js";
import type { TaskQueue } from "./task-queue.js";

/** A framework's offers of one cycle: those from `from` to before `to`. */
interface Delivery {
  readonly offers: readonly Offer[];
  readonly from: number;
  readonly to: number;
  readonly receivedAt: Micros;
}

/** Where one framework's offers are answered. */
export class OfferDesk {
  readonly #parts: SimulationParts;
  readonly #framework: FrameworkId;
  readonly #plan: FrameworkPlan;
  readonly #queue: TaskQueue;
  readonly #hold: GangHold;
  /** Null: it takes whatever its tasks fit into. */
  readonly #acceptance: Acceptance | null;
  /** Null: it gives back what it does not use. */
  readonly #hoard: Hoard | null;
  /** Null: it answers at once. */
  readonly #decisionTimes: Float64Array | null;
  #inbox: Delivery[] = [];
  #answered = 0;
  /** How many deliveries of the inbox the decision under way is about; null: there is none. */
  #considered: number | null = null;
  #decisions = 0;
  #timeoutScheduled = false;
  #hoardEndScheduled = false;
  /** Agents that it has promised to leave, and until when it starts nothing there. */
  readonly #leaving = new Map<AgentId, Micros>();

  constructor(parts: SimulationParts, framework: FrameworkId, plan: FrameworkPlan, queue: TaskQueue) {
    this.#parts = parts;
    this.#framework = framework;
    this.#plan = plan;
    this.#queue = queue;
    const pause = plan.refuse + plan.gangTimeout + parts.allocationInterval;
    this.#hold = new GangHold(parts.seed, plan.name, pause);
    const { accepts, decisionTimes, hoards } = plan.character ?? {};
    this.#acceptance = accepts === undefined ? null : new Acceptance(accepts, parts.directory);
    this.#hoard = hoards === undefined ? null : new Hoard(hoards, parts.directory.resourceKeys);
    this.#decisionTimes = decisionTimes ?? null;
  }

  /** Whether all offers have been answered, but for those that are held, or still thought about. */
  get isClear(): boolean {
    return this.#inbox.length === 0 || this.#decisionTimes !== null;
  }

  receive(offers: readonly Offer[], from: number, to: number): void {
    const { now } = this.#parts.events;
    this.#inbox.push({ offers, from, to, receivedAt: now });
    if (this.#decisionTimes === null) {
      this.#parts.events.push(now, EVENT.answer, this.#framework);
    } else {
      this.#beginDecision(this.#decisionTimes);
      this.#watchTimeout();
    }
  }

  /** Answers the offers of one cycle; who takes time for it, those that had come when the decision began. */
  answer(): void {
    const due = this.#decisionTimes === null ? [this.#takeDelivery()] : this.#inbox.splice(0, this.#considered ?? 0);
    this.#considered = null;
    const isIdle = this.#queue.pendingTasks === 0 && this.#acceptance === null && this.#hoard === null;
    if (isIdle) for (const delivery of due) this.#declineAll(delivery);
    else this.#use(due);
    if (this.#decisionTimes !== null && this.#inbox.length > 0) this.#beginDecision(this.#decisionTimes);
  }

  /** Lets new work use what is left over of the offers that it keeps. */
  useHeld(): void {
    if (this.#hold.isEmpty && (this.#hoard === null || this.#hoard.offers.length === 0)) return;
    if (this.#decisionTimes === null) this.#use([]);
    else this.#beginDecision(this.#decisionTimes);
  }

  gangTimeout(hold: number): void {
    if (hold !== this.#hold.number) return;
    for (const open of this.#hold.giveUp(this.#parts.events.now)) this.#letGo(open);
    this.#watchHoard();
  }

  /** The master takes back what has not been answered for too long. */
  offerTimeout(): void {
    const { events, offerTimeout } = this.#parts;
    this.#timeoutScheduled = false;
    const { now } = events;
    const until = now - (offerTimeout as Micros);
    for (const open of this.#hold.expire(until, now)) this.#rescind(open);
    for (const open of this.#remove(({ receivedAt }) => receivedAt <= until)) this.#rescind(open);
    this.#watchTimeout();
  }

  /** The master takes unanswered offers back, held ones included. @returns those that it took */
  takeBack(condition: (offer: Offer) => boolean): readonly OpenOffer[] {
    const taken = this.#remove(({ offer }) => condition(offer));
    for (const open of taken) this.#rescind(open);
    return taken;
  }

  /** The offers of an agent that are not wholly answered, held ones included. */
  outstanding(agent: AgentId): Offer[] {
    const unanswered = this.#inbox.slice(this.#answered).flatMap(({ offers, from, to }) => offers.slice(from, to));
    return [...this.#kept.map(({ offer }) => offer), ...unanswered].filter((offer) => offer.agent === agent);
  }

  /** Its agent is gone, and the offers with it. */
  agentLost(agent: AgentId): void {
    const { events, observer } = this.#parts;
    this.#leaving.delete(agent);
    for (const { offer, used } of this.#remove(({ offer }) => offer.agent === agent)) {
      if (!used) observer.offerRescinded(events.now, offer);
    }
  }

  /** Starts nothing more on the agent until a time. @returns what it held there and gives back */
  leave(agent: AgentId, until: Micros): readonly OpenOffer[] {
    this.#leaving.set(agent, Math.max(until, this.#leaving.get(agent) ?? until));
    const given = this.#removeKept(({ offer }) => offer.agent === agent);
    for (const open of given) this.#close(open);
    return given;
  }

  get #kept(): readonly OpenOffer[] {
    return this.#hoard === null ? this.#hold.offers : [...this.#hold.offers, ...this.#hoard.offers];
  }

  #takeDelivery(): Delivery {
    const delivery = this.#inbox[this.#answered++] as Delivery;
    if (this.#answered === this.#inbox.length) {
      this.#inbox.length = 0;
      this.#answered = 0;
    }
    return delivery;
  }

  /** One decision at a time: what comes while it is under way waits for the next. */
  #beginDecision(times: Float64Array): void {
    if (this.#considered !== null) return;
    this.#considered = this.#inbox.length;
    const time = times[this.#decisions++ % times.length] as number;
    this.#parts.events.push(this.#parts.events.now + time, EVENT.answer, this.#framework);
  }

  #declineAll({ offers, from, to }: Delivery): void {
    const { events, master, observer } = this.#parts;
    const { refuse } = this.#plan;
    for (let i = from; i < to; i++) {
      const offer = offers[i] as Offer;
      master.recoverOffered(offer, offer.resources, refuse);
      observer.offerDeclined(events.now, offer);
    }
  }

  /** Starts what fits into the kept and the new offers, and gives back what no gang waits for, and no hoard is for. */
  #use(deliveries: readonly Delivery[]): void {
    const { containers, events, planner } = this.#parts;
    const { now } = events;
    planner.bins.clear();
    for (const open of this.#kept) planner.bins.put(open, false);
    this.#hoard?.takeAll();
    const unwanted = this.#putNew(deliveries);
    const gangStarts = planner.plan(this.#queue, this.#plan.queue, this.#hold.mayHold(now));
    if (containers !== null) this.#decorate(containers);
    const kept: OpenOffer[] = [];
    for (const open of planner.bins.open) {
      this.#launch(open);
      if (open.reserved) kept.push(open);
      else if (unwanted?.has(open)) this.#close(open);
      else this.#letGo(open);
    }
    if (this.#hold.keep(kept, gangStarts)) {
      events.push(now + this.#plan.gangTimeout, EVENT.gangTimeout, this.#framework, this.#hold.number);
    }
    this.#watchTimeout();
    this.#watchHoard();
  }

  /** @returns those in which nothing may start, for who is picky or hoards; undefined: nobody asks */
  #putNew(deliveries: readonly Delivery[]): Set<OpenOffer> | undefined {
    const { bins } = this.#parts.planner;
    const unwanted = this.#hoard === null ? undefined : new Set<OpenOffer>();
    for (const { offers, from, to, receivedAt } of deliveries) {
      for (let i = from; i < to; i++) {
        const offer = offers[i] as Offer;
        const open = openOffer(offer, receivedAt);
        const isClosed = this.#acceptance?.takes(offer) === false || this.#isLeaving(offer.agent);
        if (isClosed) unwanted?.add(open);
        bins.put(open, isClosed);
      }
    }
    return unwanted;
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
    for (const { task, resources: asked, revocable, granted } of starts) {
      if (!open.used) observer.offerAccepted(events.now, offer);
      open.used = true;
      const resources = this.#plan.character?.reserves === true ? this.#reserve(offer, asked) : asked;
      master.acceptOffer(offer, resources, task.id);
      const placement = { agent: offer.agent, role: offer.role, resources, revocable };
      running.start(task, granted === undefined ? placement : { ...placement, granted });
    }
    starts.length = 0;
  }

  /** In the same accept, before the launch. @returns what the task takes of the offer now */
  #reserve({ framework, role, agent }: Offer, resources: Resources): Resources {
    const { directory, master } = this.#parts;
    const reservation = reservationOf(resources, role, directory.resourceKeys);
    if (reservation === null) return resources;
    master.submit({ op: "updateAllocation", framework, role, agent, conversions: [reservation] });
    return add(subtract(resources, reservation.from), reservation.to);
  }

  /** A hoard keeps what there is no use for now. */
  #letGo(open: OpenOffer): void {
    if (this.#hoard?.keep(open, this.#parts.events.now) !== true) this.#close(open);
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

  /** Takes offers out of those that it keeps, and out of the deliveries that are not answered yet. */
  #remove(condition: (open: OpenOffer) => boolean): readonly OpenOffer[] {
    const removed = this.#removeKept(condition);
    this.#inbox = this.#inbox.map((delivery, i) => {
      if (i < this.#answered) return delivery;
      const { offers, from, to, receivedAt } = delivery;
      const opens = offers.slice(from, to).map((offer) => openOffer(offer, receivedAt));
      const left = opens.filter((open) => !condition(open)).map(({ offer }) => offer);
      removed.push(...opens.filter(condition));
      return { offers: left, from: 0, to: left.length, receivedAt };
    });
    return removed;
  }

  #removeKept(condition: (open: OpenOffer) => boolean): OpenOffer[] {
    return [...this.#hold.remove(condition), ...(this.#hoard?.remove(condition) ?? [])];
  }

  /** Of offers that are answered at once none can be late. */
  #watchTimeout(): void {
    const { events, offerTimeout } = this.#parts;
    if (offerTimeout === null || this.#timeoutScheduled) return;
    const undecided = this.#decisionTimes === null ? [] : this.#inbox.filter(({ from, to }) => from < to);
    const open = [...this.#kept, ...undecided];
    if (open.length === 0) return;
    const earliest = open.reduce((min, { receivedAt }) => Math.min(min, receivedAt), Number.POSITIVE_INFINITY);
    this.#timeoutScheduled = true;
    events.push(earliest + offerTimeout, EVENT.offerTimeout, this.#framework);
  }

  #watchHoard(): void {
    const { events, timer } = this.#parts;
    const endsAt = this.#hoard?.endsAt ?? Number.POSITIVE_INFINITY;
    if (this.#hoardEndScheduled || endsAt === Number.POSITIVE_INFINITY) return;
    this.#hoardEndScheduled = true;
    timer.after(endsAt - events.now, () => {
      this.#hoardEndScheduled = false;
      for (const open of this.#hoard?.takeOver(events.now) ?? []) this.#close(open);
      this.#watchHoard();
    });
  }
}
