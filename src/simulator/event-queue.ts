import type { Micros } from "../base/time.js";

/** What can happen at a moment of virtual time; what `subject` and `detail` of the event mean is said beside each. */
export const EVENT = {
  /** The allocation interval is over. */
  tick: 0,
  /** The allocator asked to be woken; detail: number of the wish. */
  wake: 1,
  /** subject: task; detail: which of its runs. */
  taskEnd: 2,
  /** subject: framework, as for all that follow up to `offerTimeout`. */
  frameworkStart: 3,
  arrival: 4,
  answer: 5,
  /** After its answers the framework reports what it still lacks, and suppresses offers when that is nothing. */
  settle: 6,
  /** Killed tasks are back in its queue. */
  workReturned: 7,
  reviveDue: 8,
  /** detail: number of the hold. */
  gangTimeout: 9,
  offerTimeout: 10,
  /** subject: claim; detail: 0 told, 1 due. */
  claim: 11,
  /** subject: index of the fault, as for the next. */
  agentLost: 12,
  agentBack: 13,
  /** subject: agent. */
  agentJoins: 14,
  /** subject: index of the maintenance; detail: its phase. */
  maintenance: 15,
  /** subject: index of the pause; detail: 0 begins, 1 is over. */
  allocatorPause: 16,
  /** The cycle over all that was triggered at this instant (G1). */
  run: 17,
  /** An action that a part of master, agent or framework waits to do; detail: its number. */
  timer: 18,
  /** What an agent's tasks use is looked at; subject: agent, detail: number of the look. */
  agentPressure: 19,
  /** subject: framework; detail: 0 its scheduler is gone, 1 another one takes over. */
  failover: 20,
} as const;

export type EventKind = (typeof EVENT)[keyof typeof EVENT];

/**
 * At equal times: the interval tick, then ends of tasks, then arrivals and answers (contract, section 3); the batched cycle
 * when nothing else is left of the instant.
 */
function classOf(kind: EventKind): number {
  if (kind === EVENT.tick || kind === EVENT.wake) return 0;
  if (kind === EVENT.run) return 3;
  return kind === EVENT.taskEnd ? 1 : 2;
}

/** Four classes of it are exact numbers. */
const SEQUENCE_SPAN = 2 ** 51;

/**
 * What will happen, ordered by (time, class, sequence number). A binary heap in columns: a run has millions of events,
 * and an object for each would cost more than the sifting.
 */
export class EventQueue {
  /** Virtual time: that of the last event taken. */
  now: Micros = 0;
  kind: EventKind = EVENT.tick;
  subject = 0;
  detail = 0;
  #size = 0;
  #sequence = 0;
  #times = new Float64Array(1024);
  /** Class and sequence number in one. */
  #orders = new Float64Array(1024);
  #kinds = new Uint8Array(1024);
  #subjects = new Int32Array(1024);
  #details = new Int32Array(1024);

  get size(): number {
    return this.#size;
  }

  /** The time of the next event, infinity when there is none. */
  get nextAt(): Micros {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#times[0] as number);
  }

  /** @param time not before `now` */
  push(time: Micros, kind: EventKind, subject = 0, detail = 0): void {
    if (this.#size === this.#times.length) this.#grow();
    const order = classOf(kind) * SEQUENCE_SPAN + this.#sequence++;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#precedes(time, order, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, time, order, kind, subject, detail);
  }

  /** Takes the next event: `now`, `kind`, `subject` and `detail` become its own. There must be one. */
  pop(): void {
    this.now = this.#times[0] as number;
    this.kind = this.#kinds[0] as EventKind;
    this.subject = this.#subjects[0] as number;
    this.detail = this.#details[0] as number;
    const last = --this.#size;
    if (last > 0) this.#sink(last);
  }

  /** Puts what stands at the end in at the top. */
  #sink(last: number): void {
    const time = this.#times[last] as number;
    const order = this.#orders[last] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      if (
        child + 1 < last &&
        this.#precedes(this.#times[child + 1] as number, this.#orders[child + 1] as number, child)
      ) {
        child++;
      }
      if (this.#precedes(time, order, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#move(last, at);
  }

  #precedes(time: Micros, order: number, other: number): boolean {
    const otherTime = this.#times[other] as number;
    return time < otherTime || (time === otherTime && order < (this.#orders[other] as number));
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] as number;
    this.#orders[to] = this.#orders[from] as number;
    this.#kinds[to] = this.#kinds[from] as number;
    this.#subjects[to] = this.#subjects[from] as number;
    this.#details[to] = this.#details[from] as number;
  }

  #put(at: number, time: Micros, order: number, kind: EventKind, subject: number, detail: number): void {
    this.#times[at] = time;
    this.#orders[at] = order;
    this.#kinds[at] = kind;
    this.#subjects[at] = subject;
    this.#details[at] = detail;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    const grown = <Column extends { set(from: Column): void }>(to: Column, from: Column): Column => {
      to.set(from);
      return to;
    };
    this.#times = grown(new Float64Array(length), this.#times);
    this.#orders = grown(new Float64Array(length), this.#orders);
    this.#kinds = grown(new Uint8Array(length), this.#kinds);
    this.#subjects = grown(new Int32Array(length), this.#subjects);
    this.#details = grown(new Int32Array(length), this.#details);
  }
}
