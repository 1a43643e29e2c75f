import type { Allocator, AllocatorContext, AllocatorFactory, ExtraTrigger } from "../../src/allocator/allocator.js";
import type { Decisions, Offer } from "../../src/allocator/decisions.js";
import { Ledger } from "../../src/allocator/ledger.js";
import type { TimedOperation } from "../../src/allocator/operations.js";
import type { Micros } from "../../src/base/time.js";
import type { Directory } from "../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import { contains, isEmpty, type Resources } from "../../src/cluster/resources.js";
import { legalPart } from "./legal-part.js";

/** What a test lets the allocator do beside offering. */
export interface GreedyHabits {
  readonly triggers?: readonly ExtraTrigger[];
  /** The frameworks by preference for an agent; the default is byte order. */
  readonly prefers?: (agent: string) => readonly string[];
  /** Whether it heeds filters; the default is yes. */
  readonly filters?: boolean;
  readonly mayOffer?: (t: Micros, framework: string, agent: string) => boolean;
  readonly also?: (t: Micros, ledger: Ledger, cause: TimedOperation) => Partial<Decisions>;
}

/** A tiny allocator that offers each agent whole to the first framework that wants it. It keeps a ledger of its own. */
export function greedy(habits: GreedyHabits = {}): AllocatorFactory {
  return (context) => new GreedyAllocator(context, habits);
}

interface Filter {
  readonly framework: FrameworkId;
  readonly agent: AgentId;
  readonly resources: Resources;
  readonly until: Micros;
}

class GreedyAllocator implements Allocator {
  readonly triggers: readonly ExtraTrigger[];
  readonly #directory: Directory;
  readonly #interval: Micros;
  readonly #ledger: Ledger;
  readonly #habits: GreedyHabits;
  #filters: Filter[] = [];

  constructor({ directory, options }: AllocatorContext, habits: GreedyHabits) {
    this.triggers = habits.triggers ?? [];
    this.#directory = directory;
    this.#interval = options.allocationInterval;
    this.#ledger = new Ledger(directory);
    this.#habits = habits;
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    for (const event of events) this.#learn(event);
    const offers: Offer[] = [];
    for (const agent of candidates ?? this.#directory.agents.ids()) {
      const offer = this.#offerOf(t, agent);
      if (offer === undefined) continue;
      this.#ledger.applyOffer(offer);
      offers.push(offer);
    }
    const also = this.#habits.also?.(t, this.#ledger, events.at(-1) as TimedOperation) ?? {};
    return { offers, inverseOffers: [], revocations: [], wakeAt: null, ...also };
  }
  gauges() {
    return [];
  }

  close(): void {}

  #learn({ t, operation }: TimedOperation): void {
    this.#ledger.apply(operation);
    if (operation.op === "reviveOffers") {
      this.#filters = this.#filters.filter((filter) => filter.framework !== operation.framework);
    }
    if (operation.op === "recoverResources" && operation.refuse !== null && operation.refuse > 0) {
      const { framework, agent, resources, refuse } = operation;
      this.#filters.push({ framework, agent, resources, until: t + Math.max(refuse, this.#interval) });
    }
  }

  #offerOf(t: Micros, agent: AgentId): Offer | undefined {
    const available = this.#ledger.available(agent);
    for (const framework of this.#order(agent)) {
      const account = this.#ledger.frameworks[framework];
      const role = [...(account?.roles ?? [])][0] as RoleId;
      if (account === undefined || !account.active || account.suppressed.has(role)) continue;
      const resources = legalPart(this.#ledger, account, role, available);
      if (isEmpty(resources) || this.#isFiltered(t, framework, agent, resources)) continue;
      const names = [this.#directory.frameworks.name(framework), this.#directory.agents.name(agent)] as const;
      if (this.#habits.mayOffer?.(t, ...names) === false) continue;
      return { framework, role, agent, resources, lends: null, why: null };
    }
    return undefined;
  }

  #order(agent: AgentId): readonly FrameworkId[] {
    const { agents, frameworks } = this.#directory;
    const names = this.#habits.prefers?.(agents.name(agent)) ?? frameworks.names;
    return names.map((name) => frameworks.id(name));
  }

  #isFiltered(t: Micros, framework: FrameworkId, agent: AgentId, resources: Resources): boolean {
    if (this.#habits.filters === false) return false;
    return this.#filters.some(
      (filter) =>
        filter.framework === framework &&
        filter.agent === agent &&
        filter.until > t &&
        contains(filter.resources, resources),
    );
  }
}
