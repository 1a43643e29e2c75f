import type { Vector } from "../model.js";
import { isZero } from "../vectors.js";
import type { Candidates } from "./candidates.js";
import type { Mirror } from "./mirror.js";
import {
  type MirrorAgent,
  type MirrorFramework,
  type MirrorHolding,
  type MirrorLoan,
  type MirrorRole,
  type MirrorSubscription,
  newSubscription,
  type OfferDraft,
  type Use,
} from "./nouns.js";

/** Who holds what, and what is left of it: every amount that changes hands goes through here. */
export class Books {
  readonly #mirror: Mirror;
  readonly #candidates: Candidates;

  constructor(mirror: Mirror, candidates: Candidates) {
    this.#mirror = mirror;
    this.#candidates = candidates;
  }

  /** The framework in the role, which is among the role's from now on. */
  subscription(framework: MirrorFramework, role: MirrorRole): MirrorSubscription {
    let subscription = framework.subscriptions.get(role.id);
    if (subscription === undefined) {
      subscription = newSubscription(framework, role, () => this.#mirror.zeros());
      framework.subscriptions.set(role.id, subscription);
    }
    if (!subscription.isKept) {
      const { subscriptions } = role;
      let at = subscriptions.length;
      while (at > 0 && subscriptions[at - 1]!.framework.id > framework.id) at--;
      subscriptions.splice(at, 0, subscription);
      subscription.isKept = true;
      this.#mirror.resetOrderOf(role);
    }
    return subscription;
  }

  dropIfUnused(subscription: MirrorSubscription): void {
    if (subscription.subscribed || subscription.holdings.size > 0) return;
    this.drop(subscription);
  }

  /** A role that its last framework has left counts its offers anew (S8: the count goes with the sorter's node). */
  drop(subscription: MirrorSubscription): void {
    const { role } = subscription;
    role.subscriptions = role.subscriptions.filter((other) => other !== subscription);
    if (role.subscriptions.length === 0) role.count = 0;
    subscription.isKept = false;
    subscription.subscribed = false;
    subscription.suppressed = false;
    subscription.count = 0;
    this.#mirror.resetOrderOf(role);
  }

  /** What the agent has in all. */
  setTotal(agent: MirrorAgent, total: Readonly<Vector>): void {
    const mirror = this.#mirror;
    for (let key = 0; key < total.length; key++) {
      const change = total[key]! - agent.total[key]!;
      if (change === 0) continue;
      const plain = mirror.plainOf[key]!;
      mirror.total[plain] = mirror.total[plain]! + change;
      agent.total[key] = total[key]!;
      this.#setFree(agent, key);
    }
    mirror.resetOrders();
  }

  /** Nobody holds anything on the agent. */
  clear(agent: MirrorAgent): void {
    for (let key = 0; key < agent.taken.length; key++) {
      agent.taken[key] = 0;
      this.#setFree(agent, key);
    }
  }

  /** In use since before the agent joined. */
  useEarlier(use: Use): void {
    const { agent, resources, framework } = use;
    for (let key = 0; key < resources.length; key++) if (resources[key]! > 0) this.#take(agent, key, resources[key]!);
    if (framework.there) this.countEarlier(use);
    else this.#mirror.awaited.push(use);
  }

  /** In a framework's share it counts once the framework is there (L1). */
  countEarlier({ framework, role, agent, resources }: Use): void {
    const subscription = this.subscription(framework, role);
    subscription.count++;
    role.count++;
    if (isZero(resources)) return;
    const holding = this.#holding(subscription, agent);
    for (let key = 0; key < resources.length; key++) if (resources[key]! > 0) this.#hold(holding, key, resources[key]!);
    this.#mirror.touchShares(subscription);
  }

  /** @param owner the role that lends it, as revocable resources; null: a plain offer */
  offer(
    subscription: MirrorSubscription,
    agent: MirrorAgent,
    resources: Readonly<Vector>,
    owner: MirrorRole | null,
  ): OfferDraft {
    const mirror = this.#mirror;
    const holding = this.#holding(subscription, agent);
    const draft = holding.draft ?? this.#draft(holding);
    if (owner !== null) draft.owner = owner;
    for (let key = 0; key < resources.length; key++) {
      const amount = resources[key]!;
      if (amount === 0) continue;
      const offered = owner === null ? key : mirror.revocableOf[mirror.plainOf[key]!]!;
      draft.resources[offered] = draft.resources[offered]! + amount;
      this.#take(agent, key, amount);
      this.#hold(holding, offered, amount);
      this.#await(holding, offered, amount);
      if (owner !== null) this.#lend(draft, owner, key, amount);
    }
    mirror.touchShares(subscription);
    return draft;
  }

  /** A part of an offer is in use now. */
  accept(subscription: MirrorSubscription, agent: MirrorAgent, resources: Readonly<Vector>): void {
    const holding = subscription.holdings.get(agent.id);
    if (holding === undefined) return;
    for (let key = 0; key < resources.length; key++) {
      if (resources[key]! > 0) this.#await(holding, key, -resources[key]!);
    }
  }

  /** What was offered becomes something else: reserved, unreserved. */
  convert(holding: MirrorHolding, from: Readonly<Vector>, to: Readonly<Vector>): void {
    const { agent } = holding;
    for (let key = 0; key < to.length; key++) {
      if (to[key]! <= 0) continue;
      this.#take(agent, key, to[key]!);
      this.#hold(holding, key, to[key]!);
      this.#await(holding, key, to[key]!);
    }
    this.release(holding, from, true);
    this.convertTotal(agent, from, to);
  }

  /** Something that the agent has becomes something else. */
  convertTotal(agent: MirrorAgent, from: Readonly<Vector>, to: Readonly<Vector>): void {
    const total = agent.total.map((amount, key) => amount - from[key]! + to[key]!);
    this.setTotal(agent, total);
  }

  releaseAll(holding: MirrorHolding): void {
    for (let key = 0; key < holding.offered.length; key++) {
      if (holding.offered[key] !== 0) this.#await(holding, key, -holding.offered[key]!);
    }
    this.release(holding, holding.held.slice(), false);
  }

  /**
   * Gives back: of revocable amounts first what is lent, owners by id, then the agent's own (as the host's ledger does).
   * @param unanswered whether it was on offer still
   */
  release(holding: MirrorHolding, resources: Readonly<Vector>, unanswered: boolean): void {
    const { subscription, agent, lent } = holding;
    for (let key = 0; key < resources.length; key++) {
      const amount = resources[key]!;
      if (amount <= 0) continue;
      if (unanswered) this.#await(holding, key, -amount);
      this.#hold(holding, key, -amount);
      const returned =
        lent.length > 0 && this.#mirror.keys[key]!.revocable ? this.#returnLent(holding, key, amount) : 0;
      this.#take(agent, key, returned - amount);
    }
    this.#mirror.touchShares(subscription);
    if (holding.held.some((amount) => amount !== 0)) return;
    agent.holdings.splice(agent.holdings.indexOf(holding), 1);
    subscription.holdings.delete(agent.id);
    this.dropIfUnused(subscription);
  }

  #draft(holding: MirrorHolding): OfferDraft {
    const draft = { holding, resources: this.#mirror.zeros(), owner: null, lent: this.#mirror.zeros(), why: null };
    holding.draft = draft;
    holding.subscription.count++;
    holding.subscription.role.count++;
    return draft;
  }

  #holding(subscription: MirrorSubscription, agent: MirrorAgent): MirrorHolding {
    let holding = subscription.holdings.get(agent.id);
    if (holding === undefined) {
      const { framework, role } = subscription;
      const [held, offered] = [this.#mirror.zeros(), this.#mirror.zeros()];
      holding = { framework, role, subscription, agent, held, offered, lent: [], draft: null };
      subscription.holdings.set(agent.id, holding);
      agent.holdings.push(holding);
    }
    return holding;
  }

  /** Takes (or, with a negative amount, gives back) an agent's resources. */
  #take(agent: MirrorAgent, key: number, amount: number): void {
    agent.taken[key] = agent.taken[key]! + amount;
    this.#setFree(agent, key);
  }

  #setFree(agent: MirrorAgent, key: number): void {
    const before = agent.free[key]!;
    const left = agent.total[key]! - agent.taken[key]!;
    const after = left > 0 ? left : 0;
    if (after === before) return;
    const { free, plainOf } = this.#mirror;
    agent.free[key] = after;
    if (plainOf[key] === key) free[key] = free[key]! + after - before;
    if (before !== 0 && after !== 0) return;
    agent.freeKeys += after === 0 ? -1 : 1;
    if (agent.freeKeys === 0 || (agent.freeKeys === 1 && before === 0)) this.#candidates.touch(agent);
  }

  #hold(holding: MirrorHolding, key: number, amount: number): void {
    const plain = this.#mirror.plainOf[key]!;
    const { held, subscription } = holding;
    const { role } = subscription;
    held[key] = held[key]! + amount;
    role.held[plain] = role.held[plain]! + amount;
    subscription.held[plain] = subscription.held[plain]! + amount;
    if (key === plain) role.used[key] = role.used[key]! + amount;
  }

  /** Offered and not answered yet (or, with a negative amount, answered now). */
  #await({ offered, subscription }: MirrorHolding, key: number, amount: number): void {
    const plain = this.#mirror.plainOf[key]!;
    offered[key] = offered[key]! + amount;
    subscription.offered[plain] = subscription.offered[plain]! + amount;
  }

  #lend(
    { holding: { lent, subscription }, lent: drafted }: OfferDraft,
    owner: MirrorRole,
    key: number,
    amount: number,
  ): void {
    let at = 0;
    while (at < lent.length && lent[at]!.owner.id < owner.id) at++;
    if (lent[at]?.owner !== owner) lent.splice(at, 0, { owner, amounts: this.#mirror.zeros() });
    const { amounts } = lent[at] as MirrorLoan;
    amounts[key] = amounts[key]! + amount;
    drafted[key] = drafted[key]! + amount;
    const plain = this.#mirror.plainOf[key]!;
    owner.lent[plain] = owner.lent[plain]! + amount;
    borrow(subscription, plain, amount);
  }

  #returnLent({ agent, lent, subscription }: MirrorHolding, revocableKey: number, amount: number): number {
    const plain = this.#mirror.plainOf[revocableKey]!;
    let returned = 0;
    for (const { owner, amounts } of lent) {
      for (const key of this.#mirror.kindsOf[plain]!) {
        const part = Math.min(amounts[key]!, amount - returned);
        if (part === 0) continue;
        amounts[key] = amounts[key]! - part;
        owner.lent[plain] = owner.lent[plain]! - part;
        borrow(subscription, plain, -part);
        this.#take(agent, key, -part);
        returned += part;
      }
    }
    return returned;
  }
}

/** What others lend to the framework and its role (or, with a negative amount, have back). */
function borrow({ borrowed, role }: MirrorSubscription, plain: number, amount: number): void {
  borrowed[plain] = borrowed[plain]! + amount;
  role.borrowed[plain] = role.borrowed[plain]! + amount;
}
