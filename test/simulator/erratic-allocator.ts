import { revocablePart } from "../../src/allocator/accounts.js";
import type { Allocator, AllocatorContext, AllocatorFactory } from "../../src/allocator/allocator.js";
import type { Decisions, InverseOffer, Lending, Offer, Revocation } from "../../src/allocator/decisions.js";
import { Ledger } from "../../src/allocator/ledger.js";
import type { TimedOperation } from "../../src/allocator/operations.js";
import { type RandomSource, randomStream } from "../../src/base/random.js";
import type { Micros } from "../../src/base/time.js";
import type { Directory } from "../../src/cluster/directory.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../../src/cluster/ids.js";
import { add, filterResources, isEmpty, keepKeys, NO_RESOURCES, type Resources } from "../../src/cluster/resources.js";
import { legalPart } from "./legal-part.js";

/**
 * Decides at random whatever is legal: parts of agents offered to anybody, plain resources lent, holdings revoked with and
 * without a victim, agents asked back, wake-ups. The same seed decides the same.
 */
export const erratic: AllocatorFactory = (context) => new ErraticAllocator(context);

class ErraticAllocator implements Allocator {
  readonly triggers = ["requestResources"] as const;
  readonly #directory: Directory;
  readonly #ledger: Ledger;
  readonly #random: RandomSource;

  constructor({ directory, seed }: AllocatorContext) {
    this.#directory = directory;
    this.#ledger = new Ledger(directory);
    this.#random = randomStream(seed, "erratic allocator");
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    for (const { operation } of events) this.#ledger.apply(operation);
    const offers: Offer[] = [];
    for (const agent of candidates ?? this.#directory.agents.ids()) {
      const offer = this.#chance(0.7) ? this.#offer(agent) : undefined;
      if (offer === undefined) continue;
      this.#ledger.applyOffer(offer);
      offers.push(offer);
    }
    const revocations = this.#chance(0.3) ? this.#revocations(t) : [];
    const inverseOffers = this.#chance(0.1) ? this.#inverseOffers(t) : [];
    const wakeAt = this.#chance(0.1) ? t + 1 + Math.floor(this.#random() * 3e6) : null;
    return { offers, inverseOffers, revocations, wakeAt };
  }
  gauges() {
    return [];
  }

  close(): void {}

  #offer(agent: AgentId): Offer | undefined {
    const ledger = this.#ledger;
    const framework = this.#pick([...this.#directory.frameworks.ids()]);
    const account = ledger.frameworks[framework];
    if (account === undefined || !account.active) return undefined;
    const role = this.#pick([...account.roles]);
    if (account.suppressed.has(role)) return undefined;
    const whole = this.#chance(0.6);
    const resources = filterResources(legalPart(ledger, account, role, ledger.available(agent)), (id, amount) => {
      const { isVolume } = this.#directory.resourceKeys.get(id);
      return whole || isVolume ? amount : 1000 * Math.floor((this.#random() * amount) / 1000);
    });
    if (isEmpty(resources)) return undefined;
    const revocable = account.capabilities.has("REVOCABLE_RESOURCES");
    const lends = revocable && this.#chance(0.5) ? this.#lending(role, resources) : null;
    const offered = lends === null ? resources : this.#asRevocable(resources);
    return { framework, role, agent, resources: offered, lends, why: null };
  }

  /** All plain amounts of an offer, lent by the role itself. */
  #lending(owner: RoleId, resources: Resources): Lending | null {
    const plain = keepKeys(resources, (id) => this.#isLendable(id));
    return isEmpty(plain) ? null : { owner, resources: plain };
  }

  #asRevocable(resources: Resources): Resources {
    let offered = keepKeys(resources, (id) => !this.#isLendable(id));
    for (const [i, id] of resources.keys.entries()) {
      if (!this.#isLendable(id)) continue;
      const key = this.#directory.resourceKeys.revocableOf(id);
      offered = add(offered, { keys: [key], amounts: [resources.amounts[i] as number] });
    }
    return offered;
  }

  #isLendable(id: ResourceKeyId): boolean {
    const { resourceKeys } = this.#directory;
    const { plain, name } = resourceKeys.get(id);
    return plain === id && resourceKeys.formOf(name) === "scalar";
  }

  #revocations(t: Micros): Revocation[] {
    const revocations: Revocation[] = [];
    const deadline = t + Math.floor(this.#random() * 3) * 1_000_000;
    for (const [task, { framework, role, agent }] of this.#ledger.tasks) {
      if (!this.#chance(0.2)) continue;
      const holding = this.#ledger.holding(framework, role, agent);
      const resources = revocablePart(holding?.held ?? NO_RESOURCES, this.#directory);
      if (isEmpty(resources)) continue;
      const named = this.#chance(0.5) ? task : null;
      revocations.push({ framework, role, agent, resources, deadline, task: named, why: null });
    }
    return revocations;
  }

  #inverseOffers(t: Micros): InverseOffer[] {
    const framework = this.#pick<FrameworkId>([...this.#directory.frameworks.ids()]);
    const agent = this.#pick<AgentId>([...this.#directory.agents.ids()]);
    const account = this.#ledger.agents[agent];
    if (this.#ledger.frameworks[framework]?.active !== true || account === undefined) return [];
    const resources = this.#chance(0.5) ? NO_RESOURCES : this.#ledger.heldBy(framework, agent);
    const deadline = account.unavailability?.start ?? t + 2_000_000;
    return [{ framework, agent, resources, deadline, why: null }];
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }
}
