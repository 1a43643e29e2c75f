import type { Offer } from "../../allocator/decisions.js";
import type { Ledger } from "../../allocator/ledger.js";
import { offeredFrom } from "../../allocator/lending.js";
import type { AgentId } from "../../cluster/ids.js";
import { agentUpdate, agentUpdateMessage } from "../../kinds/oversubscription/agent-update.js";
import type { OversubscriptionCounters } from "../../kinds/oversubscription/oversubscription-counters.js";
import type { FrameworkActor } from "../framework-actor.js";
import type { SimulationParts } from "../simulation-parts.js";
import type { ResourceNames } from "../task-shape.js";

/** The master's side: what it does when an agent tells it how much of it can be lent (M1-M4). */
export class AgentUpdates {
  readonly #parts: SimulationParts;
  readonly #frameworks: readonly FrameworkActor[];
  readonly #names: ResourceNames;
  readonly #ledger: Ledger;
  readonly #counters: OversubscriptionCounters;

  constructor(
    parts: SimulationParts,
    frameworks: readonly FrameworkActor[],
    names: ResourceNames,
    ledger: Ledger,
    counters: OversubscriptionCounters,
  ) {
    this.#parts = parts;
    this.#frameworks = frameworks;
    this.#names = names;
    this.#ledger = ledger;
    this.#counters = counters;
  }

  /**
   * @param oversubscribed `cpus{REV}:2`; null: the message says nothing about it
   * @param flagged whether the agent's messages have the update flag (M3)
   */
  update(agent: AgentId, oversubscribed: string | null, flagged: boolean): void {
    this.#counters["master/messages_update_slave"]++;
    const { directory, events, master, observer } = this.#parts;
    const account = this.#ledger.agents[agent];
    const known = account && { total: account.total, offers: this.#outstanding(agent) };
    const verdict = agentUpdate(directory.resourceKeys, known, agentUpdateMessage(oversubscribed, flagged));
    if (verdict.kind === "ignored") return;
    const { total } = verdict;
    for (const key of total.keys) this.#names.indexOf(key);
    // M2: the allocator learns of the total first. What it offers because of it is not among those that are rescinded.
    observer.agentTotal(events.now, agent, total);
    master.submit({ op: "updateAgent", agent, total });
    this.#rescind(new Set(verdict.rescinded.map(({ offer }) => offer)));
  }

  /** With what each takes of the agent: what others lend is no part of what the agent can lend. */
  #outstanding(agent: AgentId) {
    const { directory } = this.#parts;
    const offers = this.#frameworks.flatMap(({ desk }) => desk.outstanding(agent));
    return offers.map((offer) => ({ offer, resources: offeredFrom(offer, directory) }));
  }

  #rescind(offers: ReadonlySet<Offer>): void {
    if (offers.size === 0) return;
    for (const { desk } of this.#frameworks) desk.takeBack((offer) => offers.has(offer));
  }
}
