import type { Micros } from "../../base/time.js";
import type { AgentId } from "../../cluster/ids.js";
import type { Offer } from "../decisions.js";
import type { ClusterView } from "./cluster-view.js";
import { expiryDeadline } from "./filter-expiry.js";
import { GuaranteeStage } from "./guarantee-stage.js";
import { Headroom } from "./headroom.js";
import { OfferList } from "./offer-list.js";
import { RemainderStage } from "./remainder-stage.js";

/** The allocation cycle: from the state of the cluster to the offers of one run (facts: allocator section 4). */
export class AllocationCycle {
  readonly #view: ClusterView;
  readonly #headroom: Headroom;
  readonly #offers: OfferList;
  readonly #guarantees: GuaranteeStage;
  readonly #remainders: RemainderStage;

  constructor(view: ClusterView) {
    this.#view = view;
    this.#headroom = new Headroom(view.names, view.quotas, view.sums);
    this.#offers = new OfferList(view.clients);
    this.#guarantees = new GuaranteeStage(view, this.#headroom, this.#offers);
    this.#remainders = new RemainderStage(view, this.#headroom, this.#offers);
  }

  /**
   * @param isTick whether the allocation interval's timer caused it; decides which filters end just now
   * @param candidates null for all agents
   */
  run(t: Micros, isTick: boolean, candidates: readonly AgentId[] | null): Offer[] {
    // 1. Take the candidates that may be offered at all, in id order.
    const eligible = this.#eligible(candidates);
    if (eligible.length === 0) return [];

    // 2. From now on the sorters have seen all present roles.
    this.#view.roles.settleWeights();

    // 3. Let filters end, and pass by the agents of which nobody could take anything last time either.
    const unsettled = this.#unsettled(eligible, expiryDeadline(t, isTick));

    // 4. Work out what quotas still guarantee, and what there is to satisfy them.
    this.#headroom.open();

    // 5. Satisfy guarantees, agent by agent.
    for (const agent of unsettled) {
      if (!this.#headroom.isRequired) break;
      this.#guarantees.visit(agent);
    }

    // 6. Offer what is left, agent by agent.
    for (const agent of unsettled) this.#remainders.visit(agent);

    // 7. Hand over one offer for each framework, role and agent.
    return this.#offers.take();
  }

  #eligible(candidates: readonly AgentId[] | null): AgentId[] {
    const { agents } = this.#view;
    if (candidates !== null) {
      return candidates.filter((agent) => agents.isEligible(agent)).sort((a, b) => a - b);
    }
    const eligible: AgentId[] = [];
    for (let agent = 0; agent < agents.size; agent++) {
      if (agents.isEligible(agent as AgentId)) eligible.push(agent as AgentId);
    }
    return eligible;
  }

  #unsettled(eligible: readonly AgentId[], deadline: number): AgentId[] {
    const { agents, filters } = this.#view;
    return eligible.filter((agent) => {
      filters.expire(agent, deadline);
      return !agents.isSettled(agent);
    });
  }
}
