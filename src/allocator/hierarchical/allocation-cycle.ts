import type { Micros } from "../../base/time.js";
import type { AgentId } from "../../cluster/ids.js";
import type { Offer } from "../decisions.js";
import type { AgentOrder } from "./agent-order.js";
import type { ClusterView } from "./cluster-view.js";
import { expiryDeadline } from "./filter-expiry.js";
import { GuaranteeStage } from "./guarantee-stage.js";
import { Headroom } from "./headroom.js";
import { OfferList } from "./offer-list.js";
import { OfferedShared } from "./offered-shared.js";
import { RemainderStage } from "./remainder-stage.js";

/** The allocation cycle: from the state of the cluster to the offers of one run (facts: allocator section 4). */
export class AllocationCycle {
  readonly #view: ClusterView;
  readonly #arrange: AgentOrder;
  readonly #headroom: Headroom;
  readonly #offers: OfferList;
  readonly #offeredShared: OfferedShared;
  readonly #guarantees: GuaranteeStage;
  readonly #remainders: RemainderStage;

  constructor(view: ClusterView, arrange: AgentOrder) {
    this.#view = view;
    this.#arrange = arrange;
    this.#headroom = new Headroom(view.names, view.quotas, view.sums);
    this.#offers = new OfferList(view.clients);
    this.#offeredShared = new OfferedShared(view.names);
    this.#guarantees = new GuaranteeStage(view, this.#headroom, this.#offers, this.#offeredShared);
    this.#remainders = new RemainderStage(view, this.#headroom, this.#offers, this.#offeredShared);
  }

  /**
   * @param isTick whether the allocation interval's timer caused it; decides which filters end just now
   * @param candidates null for all agents
   */
  run(t: Micros, isTick: boolean, candidates: readonly AgentId[] | null): Offer[] {
    // 1. Let filters end on the candidates, and pass by those of which nobody could take anything last time either.
    const agents = this.#worthALook(candidates, expiryDeadline(t, isTick));
    if (agents.length === 0) return [];

    // 2. Work out what quotas still guarantee, and what there is to satisfy them.
    this.#headroom.open();
    this.#offeredShared.open();

    // 3. Satisfy guarantees, agent by agent.
    this.#arrange(agents);
    for (const agent of agents) {
      if (!this.#headroom.isRequired) break;
      this.#guarantees.visit(agent);
    }

    // 4. Offer what is left, agent by agent.
    this.#arrange(agents);
    for (const agent of agents) this.#remainders.visit(agent);

    // 5. Hand over one offer for each framework, role and agent.
    return this.#offers.take();
  }

  /** In id order. Candidates that are deactivated or not on the whitelist are not kept for later (G3). */
  #worthALook(candidates: readonly AgentId[] | null, deadline: number): AgentId[] {
    const { agents, filters, roles } = this.#view;
    const found: AgentId[] = [];
    let isAnyEligible = false;
    const visit = (agent: AgentId): void => {
      if (!agents.isEligible(agent)) return;
      isAnyEligible = true;
      filters.expire(agent, deadline);
      if (!agents.isSettled(agent)) found.push(agent);
    };
    if (candidates === null) for (let agent = 0; agent < agents.size; agent++) visit(agent as AgentId);
    else for (const agent of candidates.toSorted((a, b) => a - b)) visit(agent);
    if (isAnyEligible) roles.settleWeights();
    return found;
  }
}
