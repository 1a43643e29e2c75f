import type { Vector } from "../model.js";
import type { Books } from "./books.js";
import type { Filters } from "./filters.js";
import type { Mirror } from "./mirror.js";
import type { MirrorFramework, MirrorRequest, MirrorRole, MirrorSubscription, MirrorTask } from "./nouns.js";

/** Frameworks and roles: who is there, who wants offers, what they ask for and may have. */
export class Members {
  readonly #mirror: Mirror;
  readonly #books: Books;
  readonly #filters: Filters;

  constructor(mirror: Mirror, books: Books, filters: Filters) {
    this.#mirror = mirror;
    this.#books = books;
    this.#filters = filters;
  }

  setWeight(role: MirrorRole, weight: number): void {
    role.weight = weight;
    this.#mirror.roleOrder.reset();
  }

  /** @param limits -1 where there is none */
  setQuota(role: MirrorRole, guarantees: Vector, limits: Vector): void {
    role.guarantee = guarantees.some((amount) => amount > 0) ? guarantees : null;
    role.limit = limits.some((amount) => amount >= 0) ? limits : null;
  }

  add(framework: MirrorFramework, active: boolean): void {
    const mirror = this.#mirror;
    framework.there = true;
    framework.active = active;
    if (mirror.awaited.length === 0) return;
    for (const use of mirror.awaited) if (use.framework === framework) this.#books.countEarlier(use);
    mirror.awaited = mirror.awaited.filter((use) => use.framework !== framework);
  }

  /** Its roles from now on; filters go for roles that it leaves or that are no longer suppressed. */
  subscribe(framework: MirrorFramework, roles: readonly MirrorRole[], suppressed: readonly MirrorRole[]): void {
    for (const subscription of [...framework.subscriptions.values()]) {
      if (!roles.includes(subscription.role)) this.#leave(subscription);
    }
    for (const role of roles) {
      const subscription = this.#books.subscription(framework, role);
      const suppressedNow = suppressed.includes(role);
      if (subscription.suppressed && !suppressedNow) this.#filters.clear(framework, role);
      subscription.subscribed = true;
      subscription.suppressed = suppressedNow;
      this.#mirror.resetOrderOf(role);
    }
  }

  remove(framework: MirrorFramework): void {
    const mirror = this.#mirror;
    for (const subscription of framework.subscriptions.values()) {
      for (const holding of [...subscription.holdings.values()]) this.#books.releaseAll(holding);
    }
    mirror.tasks.endAll((task) => task.framework === framework);
    framework.filters.clear();
    framework.there = false;
    framework.active = false;
    framework.requests = [];
    for (const subscription of framework.subscriptions.values())
      if (subscription.isKept) this.#books.drop(subscription);
  }

  setActive(framework: MirrorFramework, active: boolean): void {
    framework.active = active;
    if (!active) framework.filters.clear();
    for (const { role } of framework.subscriptions.values()) this.#mirror.resetOrderOf(role);
  }

  /** Roles empty: all that it is subscribed to. Reviving clears its filters there. */
  setSuppressed(framework: MirrorFramework, roles: readonly MirrorRole[], suppressed: boolean): void {
    for (const subscription of framework.subscriptions.values()) {
      const { role } = subscription;
      if (!subscription.subscribed || (roles.length > 0 && !roles.includes(role))) continue;
      if (!suppressed) this.#filters.clear(framework, role);
      if (subscription.suppressed === suppressed) continue;
      subscription.suppressed = suppressed;
      this.#mirror.resetOrderOf(role);
    }
  }

  setRequests(framework: MirrorFramework, requests: MirrorRequest[]): void {
    framework.requests = requests;
  }

  /** A task that starts is demand met, before the framework says so itself. */
  meetDemand(framework: MirrorFramework, resources: Readonly<Vector>): void {
    const mirror = this.#mirror;
    const met = framework.requests.find(
      ({ count, resources: wanted }) =>
        count > 0 && mirror.plainKeys.every((plain) => mirror.quantity(resources, plain) === wanted[plain]),
    );
    if (met !== undefined) met.count--;
  }

  startTask(task: Omit<MirrorTask, "startedAt" | "revocable" | "reclaimedFor">): MirrorTask {
    const { keys, t, tasks } = this.#mirror;
    const revocable = task.resources.some((amount, key) => amount > 0 && keys[key]!.revocable);
    const started = { ...task, startedAt: t, revocable, reclaimedFor: null };
    tasks.add(started);
    return started;
  }

  #leave(subscription: MirrorSubscription): void {
    if (!subscription.isKept) return;
    this.#filters.clear(subscription.framework, subscription.role);
    subscription.subscribed = false;
    subscription.suppressed = false;
    this.#mirror.resetOrderOf(subscription.role);
    this.#books.dropIfUnused(subscription);
  }
}
