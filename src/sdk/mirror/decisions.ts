import type { Agent, Framework, Role, Subscription, Task, Vector } from "../model.js";
import type { OfferExtras } from "../offer-request.js";
import { checkedText, checkedTime, shown } from "../script-values.js";
import type { Books } from "./books.js";
import type { Mirror } from "./mirror.js";
import type { MirrorAgent, MirrorRole, MirrorSubscription, OfferDraft } from "./nouns.js";

export interface RevocationDraft {
  readonly task: Task;
  readonly deadline: number;
  readonly why: string | null;
}

export interface InverseOfferDraft {
  readonly framework: Framework;
  readonly agent: Agent;
  readonly resources: Readonly<Vector>;
  readonly deadline: number;
  readonly why: string | null;
}

export interface MetricDraft {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const METRIC_NAME = /^[A-Za-z0-9._-]+$/;

/** What the script has decided in this call. What it gets wrong is an error in its own line. */
export class Decisions {
  offers: OfferDraft[] = [];
  revocations: RevocationDraft[] = [];
  inverseOffers: InverseOfferDraft[] = [];
  metrics: MetricDraft[] = [];
  wakeAt: number | null = null;
  /** While operations are told, nothing can be decided: the mirror does not stand where the host does yet. */
  isOpen = false;
  readonly #mirror: Mirror;
  readonly #books: Books;

  constructor(mirror: Mirror, books: Books) {
    this.#mirror = mirror;
    this.#books = books;
  }

  clear(): void {
    for (const { holding } of this.offers) holding.draft = null;
    this.offers = [];
    this.revocations = [];
    this.inverseOffers = [];
    this.metrics = [];
    this.wakeAt = null;
  }

  offer(subscription: Subscription, agent: Agent, resources: Readonly<Vector>, extras: OfferExtras): void {
    this.#checkOpen();
    const to = this.#subscriptionOf(subscription);
    const on = this.#agentOf(agent);
    this.#checkVector(resources);
    const owner = extras.owner === undefined ? null : this.#roleOf(extras.owner, "owner");
    if (owner !== null && this.lendsFromOther(to, on, owner)) throw new Error("an offer lends from one owner only");
    const why = reasonIn(extras.why);
    const isNew = (to.holdings.get(on.id)?.draft ?? null) === null;
    const draft = this.#books.offer(to, on, resources, owner);
    if (why !== null) draft.why = why;
    if (isNew) this.offers.push(draft);
  }

  lendsFromOther(subscription: MirrorSubscription, agent: Agent, owner: Role): boolean {
    const lender = subscription.holdings.get(agent.id)?.draft?.owner ?? null;
    return lender !== null && lender !== owner;
  }

  revoke(task: Task, deadline: number, role: Role, why: string | undefined): void {
    this.#checkOpen();
    const known = this.#mirror.tasks.find(task?.id);
    if (known === null || known !== task) throw new Error("revoke: the task does not run");
    known.reclaimedFor = this.#roleOf(role, "role");
    this.revocations.push({ task, deadline: checkedTime(deadline, "deadline"), why: reasonIn(why) });
  }

  inverseOffer(
    framework: Framework,
    agent: Agent,
    resources: Readonly<Vector>,
    deadline: number,
    why: string | undefined,
  ): void {
    this.#checkOpen();
    if (this.#mirror.frameworks[framework?.id] !== framework) throw new Error("inverseOffer: that is no framework");
    this.#agentOf(agent);
    this.#checkVector(resources);
    const copy = resources.slice();
    this.inverseOffers.push({
      framework,
      agent,
      resources: copy,
      deadline: checkedTime(deadline, "deadline"),
      why: reasonIn(why),
    });
  }

  wake(t: number): void {
    this.#checkOpen();
    this.wakeAt = checkedTime(t, "t");
  }

  metric(name: string, value: number, unit: string): void {
    if (typeof name !== "string" || !METRIC_NAME.test(name)) {
      throw new Error(`a metric's name has letters, digits, . _ - only, not ${shown(name)}`);
    }
    if (!Number.isFinite(value)) throw new Error(`metric ${name}: ${shown(value)} is not a finite number`);
    this.metrics.push({ name, value, unit: checkedText(unit, `the unit of metric ${name}`) });
  }

  #checkOpen(): void {
    if (!this.isOpen) throw new Error("decisions are made while decide runs, not before, after or in onEvent");
  }

  #subscriptionOf(subscription: Subscription): MirrorSubscription {
    const known = this.#mirror.frameworks[subscription?.framework?.id]?.subscriptions.get(subscription?.role?.id);
    if (known === undefined || known !== subscription) {
      throw new Error(`subscription is ${shown(subscription)}, not one of the cluster's`);
    }
    return known;
  }

  #agentOf(agent: Agent): MirrorAgent {
    const known = this.#mirror.agents[agent?.id];
    if (known === undefined || known !== agent) throw new Error(`agent is ${shown(agent)}, not one of cluster.agents`);
    return known;
  }

  #roleOf(role: Role, what: string): MirrorRole {
    const known = this.#mirror.roles[role?.id];
    if (known === undefined || known !== role) throw new Error(`${what} is ${shown(role)}, not one of cluster.roles`);
    return known;
  }

  #checkVector(resources: Readonly<Vector>): void {
    const { keys } = this.#mirror;
    if (!Array.isArray(resources)) throw new Error(`resources are ${shown(resources)}, not a vector: see zeros()`);
    if (resources.length !== keys.length) {
      throw new Error(`resources have ${resources.length} amounts, but there are ${keys.length} resource keys`);
    }
    for (let key = 0; key < resources.length; key++) {
      const amount = resources[key]!;
      if (typeof amount === "number" && amount >= 0 && amount % 1 === 0) continue;
      throw new Error(
        `resources hold ${shown(amount)} of ${keys[key]!.text}: amounts are whole thousandths, from 0 on`,
      );
    }
  }
}

function reasonIn(why: unknown): string | null {
  return why === undefined || why === null ? null : checkedText(why, "why");
}
