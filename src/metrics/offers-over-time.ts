import type { Decisions, Offer } from "../allocator/decisions.js";
import type { OperationSink } from "../allocator/operation-sink.js";
import type { Operation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../cluster/ids.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";
import type { RoleLineage } from "./role-lineage.js";
import type { Scope } from "./scope.js";

/** A framework in one of its roles. */
interface Member {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  /** Thousandths by plain resource key: on offer to it now, and that times microseconds. */
  readonly now: number[];
  readonly overTime: number[];
  settledAt: Micros;
}

/** What of one agent is on offer to one member. */
interface OpenOffer {
  member: Member;
  /** As `Member.now`. */
  readonly amounts: number[];
  /** Of all amounts. */
  sum: number;
}

/**
 * How much is on offer to whom, and for how long: from the moment that the allocator decides it until it is used, given
 * back, taken back or gone with its agent. Read off the port, so that it holds for frameworks of every character.
 */
export class OffersOverTime implements OperationSink {
  readonly #keys: ResourceKeys;
  readonly #lineage: RoleLineage;
  readonly #members = new Map<number, Member>();
  /** By agent. Most offers are answered at once: these lists are short. */
  readonly #open: (OpenOffer[] | undefined)[] = [];
  /** Closed ones, all zero, to be used again: there are millions in a long run. */
  readonly #closed: OpenOffer[] = [];

  constructor(keys: ResourceKeys, lineage: RoleLineage) {
    this.#keys = keys;
    this.#lineage = lineage;
  }

  record(t: Micros, operation: Operation, { offers }: Decisions): void {
    switch (operation.op) {
      case "acceptOffer":
        this.#take(t, operation, operation.resources);
        break;
      case "recoverResources":
        if (!operation.allocated) this.#take(t, operation, operation.resources);
        break;
      case "removeAgent":
        this.#forget(t, operation.agent, () => true);
        break;
      case "removeFramework":
        for (const agent of this.#open.keys()) {
          this.#forget(t, agent as AgentId, ({ framework }) => framework === operation.framework);
        }
        break;
    }
    for (const offer of offers) this.#put(t, offer);
  }

  finish(t: Micros): void {
    for (const member of this.#members.values()) settle(member, t);
  }

  /** Thousandths times microseconds. */
  of(scope: Scope, key: ResourceKeyId): number {
    let sum = 0;
    for (const { framework, role, overTime } of this.#members.values()) {
      const isMeant =
        scope.kind === "all" ||
        (scope.kind === "framework" ? framework === scope.id : this.#lineage.of(role).includes(scope.id as RoleId));
      if (isMeant) sum += overTime[key] ?? 0;
    }
    return sum;
  }

  #put(t: Micros, offer: Offer): void {
    const member = this.#member(offer.framework, offer.role);
    const open = this.#openOf(offer.agent);
    let place = placeOf(member, open);
    if (place < 0) place = open.push(this.#opened(member)) - 1;
    this.#change(t, open[place] as OpenOffer, offer.resources, 1);
  }

  #take(
    t: Micros,
    { framework, role, agent }: Pick<Offer, "framework" | "role" | "agent">,
    resources: Resources,
  ): void {
    const open = this.#openOf(agent);
    const place = placeOf(this.#member(framework, role), open);
    // Of an agent that is gone, all has been forgotten.
    if (place < 0) return;
    const entry = open[place] as OpenOffer;
    this.#change(t, entry, resources, -1);
    if (entry.sum !== 0) return;
    const last = open.pop() as OpenOffer;
    if (last !== entry) open[place] = last;
    this.#closed.push(entry);
  }

  #change(t: Micros, entry: OpenOffer, { keys, amounts }: Resources, sign: 1 | -1): void {
    const { member } = entry;
    settle(member, t);
    for (let i = 0; i < keys.length; i++) {
      const { plain } = this.#keys.get(keys[i] as ResourceKeyId);
      const amount = sign * (amounts[i] as number);
      member.now[plain] = (member.now[plain] ?? 0) + amount;
      entry.amounts[plain] = (entry.amounts[plain] ?? 0) + amount;
      entry.sum += amount;
    }
  }

  #forget(t: Micros, agent: AgentId, condition: (member: Member) => boolean): void {
    const open = this.#openOf(agent);
    for (const { member, amounts } of open) {
      if (!condition(member)) continue;
      settle(member, t);
      for (const [key, amount] of amounts.entries()) member.now[key]! -= amount;
    }
    this.#open[agent] = open.filter(({ member }) => !condition(member));
  }

  #opened(member: Member): OpenOffer {
    const entry = this.#closed.pop();
    if (entry === undefined) return { member, amounts: this.#zeros(), sum: 0 };
    entry.member = member;
    return entry;
  }

  #zeros(): number[] {
    return this.#keys.all.map(() => 0);
  }

  #openOf(agent: AgentId): OpenOffer[] {
    let open = this.#open[agent];
    if (open === undefined) {
      open = [];
      this.#open[agent] = open;
    }
    return open;
  }

  #member(framework: FrameworkId, role: RoleId): Member {
    const id = framework * this.#lineage.size + role;
    let member = this.#members.get(id);
    if (member === undefined) {
      member = { framework, role, now: this.#zeros(), overTime: this.#zeros(), settledAt: 0 };
      this.#members.set(id, member);
    }
    return member;
  }
}

function placeOf(member: Member, open: readonly OpenOffer[]): number {
  for (let place = 0; place < open.length; place++) if (open[place]?.member === member) return place;
  return -1;
}

function settle(member: Member, t: Micros): void {
  const elapsed = t - member.settledAt;
  if (elapsed <= 0) return;
  const { now, overTime } = member;
  for (let key = 0; key < now.length; key++) overTime[key] = (overTime[key] ?? 0) + (now[key] ?? 0) * elapsed;
  member.settledAt = t;
}
