import type { Options, ResourceKey, Vector } from "../model.js";
import type { NewResourceKey, Setup } from "../setup.js";
import { minus } from "../vectors.js";
import {
  type MirrorAgent,
  type MirrorFramework,
  type MirrorRole,
  type MirrorSubscription,
  newAgent,
  newFramework,
  newRole,
  type Use,
} from "./nouns.js";
import { ShareOrder } from "./share-order.js";
import { TaskTable } from "./task-table.js";

/**
 * The cluster as the host tells of it: what there is, and the sums and orders over it that are kept from one call to the
 * next. `Agents`, `Members` and `Books` change it, `Cluster` shows it to the script.
 */
export class Mirror {
  /** Virtual time of the operation that is being read, then that of the call. */
  t = 0;
  /** Whether the call is the interval's tick. */
  tick = false;
  readonly options: Options;
  readonly keys: ResourceKey[] = [];
  readonly plainKeys: number[] = [];
  readonly agents: readonly MirrorAgent[];
  readonly frameworks: readonly MirrorFramework[];
  readonly roles: readonly MirrorRole[];
  readonly tasks = new TaskTable();
  /** Sum over all agents, by plain key, whatever the kind. */
  readonly total: Vector = [];
  /** Unreserved, non-revocable resources that nobody holds, over all agents. */
  readonly free: Vector = [];
  /** By key id. */
  readonly plainOf: number[] = [];
  /** By plain key: all keys of that name. */
  readonly kindsOf: number[][] = [];
  /** By plain key. */
  readonly revocableOf: number[] = [];
  /** Plain keys that count in shares. */
  readonly shareKeys: number[] = [];
  readonly gpuKeys: number[] = [];
  readonly roleOrder: ShareOrder<MirrorRole>;
  /** By role id. */
  readonly subscriptionOrders: readonly ShareOrder<MirrorSubscription>[];
  /** What frameworks that are not there yet use. */
  awaited: Use[] = [];
  /** Changes whenever a key is added. */
  keysVersion = 0;

  constructor(setup: Setup) {
    this.options = setup.options;
    this.agents = setup.agents.map((name, id) => newAgent(id, name));
    this.frameworks = setup.frameworks.map((name, id) => newFramework(id, name));
    this.roles = setup.roles.map((name, id) => newRole(id, name));
    this.roleOrder = new ShareOrder(
      () => this.roles.filter((role) => role.subscriptions.some(wantsOffers)),
      (role) => this.shareOfHolder(role) / role.weight,
    );
    this.subscriptionOrders = this.roles.map(
      (role) =>
        new ShareOrder(
          () => role.subscriptions.filter(wantsOffers),
          (subscription) => this.shareOfHolder(subscription),
        ),
    );
    this.addResourceKeys(setup.resourceKeys);
  }

  /** Every vector gets a place for each new key. */
  addResourceKeys(keys: readonly NewResourceKey[]): void {
    for (const key of keys) this.#addResourceKey(key);
    const size = this.keys.length;
    for (const vector of this.#vectors()) while (vector.length < size) vector.push(0);
    for (const { limit } of this.roles) while (limit !== null && limit.length < size) limit.push(-1);
    this.keysVersion++;
    this.resetOrders();
  }

  zeros(): Vector {
    return new Array(this.keys.length).fill(0);
  }

  /** The dominant share of what a role or a framework in one holds: what is lent to it counts, or not, as the option says. */
  shareOfHolder({ held, borrowed }: Pick<MirrorRole, "held" | "borrowed">): number {
    return this.shareOf(this.options.countLentInShares ? held : minus(held, borrowed));
  }

  /** The largest held / total over the names that count, of amounts by plain key. */
  shareOf(held: Readonly<Vector>): number {
    let share = 0;
    const { shareKeys, total } = this;
    for (let i = 0; i < shareKeys.length; i++) {
      const key = shareKeys[i]!;
      const ratio = total[key]! > 0 ? held[key]! / total[key]! : 0;
      if (ratio > share) share = ratio;
    }
    return share;
  }

  /** The amount of a resource over all its kinds. */
  quantity(resources: Readonly<Vector>, plain: number): number {
    const kinds = this.kindsOf[plain]!;
    let sum = 0;
    for (let i = 0; i < kinds.length; i++) sum += resources[kinds[i]!]!;
    return sum;
  }

  /** The shares are others than they were, or who wants offers: nothing is known any more. */
  resetOrders(): void {
    this.roleOrder.reset();
    for (const order of this.subscriptionOrders) order.reset();
  }

  /** Who wants offers in a role may have changed. */
  resetOrderOf(role: MirrorRole): void {
    this.roleOrder.reset();
    this.subscriptionOrders[role.id]!.reset();
  }

  /** What a framework holds in a role has changed, or how often it was made an offer there. */
  touchShares(subscription: MirrorSubscription): void {
    const { role } = subscription;
    this.roleOrder.touch(role);
    this.subscriptionOrders[role.id]!.touch(subscription);
  }

  #addResourceKey({ text, name, plain, reservation, revocable }: NewResourceKey): void {
    const id = this.keys.length;
    this.keys.push({ id, text, name, plain, revocable, reservation: this.roles[reservation] ?? null });
    this.plainOf.push(plain);
    this.kindsOf.push([]);
    this.revocableOf.push(-1);
    this.kindsOf[plain]!.push(id);
    if (revocable && reservation < 0) this.revocableOf[plain] = id;
    if (name === "gpus") this.gpuKeys.push(id);
    if (plain !== id) return;
    this.plainKeys.push(id);
    if (!this.options.fairnessExclude.includes(name)) this.shareKeys.push(id);
  }

  *#vectors(): Iterable<Vector> {
    yield this.total;
    yield this.free;
    for (const agent of this.agents) {
      yield agent.total;
      yield agent.taken;
      yield agent.free;
      for (const holding of agent.holdings) {
        yield holding.held;
        yield holding.offered;
        for (const { amounts } of holding.lent) yield amounts;
      }
    }
    for (const role of this.roles) {
      yield role.held;
      yield role.used;
      yield role.lent;
      yield role.borrowed;
      if (role.guarantee !== null) yield role.guarantee;
    }
    for (const framework of this.frameworks) {
      for (const request of framework.requests) yield request.resources;
      for (const { held, borrowed, offered } of framework.subscriptions.values()) {
        yield held;
        yield borrowed;
        yield offered;
      }
      for (const agents of framework.filters.values()) {
        for (const filters of agents.values()) for (const filter of filters) yield filter.refused;
      }
    }
    for (const task of this.tasks.list) yield task.resources;
    for (const use of this.awaited) yield use.resources;
  }
}

/** Whether a framework wants offers in a role. */
export function wantsOffers({ framework, subscribed, suppressed }: MirrorSubscription): boolean {
  return framework.there && framework.active && subscribed && !suppressed;
}
