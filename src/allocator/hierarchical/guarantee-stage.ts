import type { AgentId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";
import { type Headroom, isUnsatisfied, type QuotaUse } from "./headroom.js";
import type { OfferList } from "./offer-list.js";
import { offerableTo, withoutRevocable } from "./offerable.js";

/** The first stage: gives an agent's resources to roles whose quota guarantees are not satisfied (C2-C8). */
export class GuaranteeStage {
  readonly #view: ClusterView;
  readonly #headroom: Headroom;
  readonly #offers: OfferList;

  constructor(view: ClusterView, headroom: Headroom, offers: OfferList) {
    this.#view = view;
    this.#headroom = headroom;
    this.#offers = offers;
  }

  visit(agent: AgentId): void {
    const { agents, filters, roleOrder } = this.#view;
    if (agents.available(agent).keys.length === 0) return;
    filters.lookAt(agent);
    roleOrder.visitTopLevel((role) => {
      const use = this.#headroom.of(role);
      if (use !== undefined && isUnsatisfied(use)) this.#offerTo(role, agent, use);
      return agents.available(agent).keys.length === 0;
    });
  }

  #offerTo(role: RoleId, agent: AgentId, use: QuotaUse): void {
    const { agents, allocations, clients, filters } = this.#view;
    const order = allocations.orderOf(role);
    const slots = order.sorted();
    for (let i = 0; i < order.length && isUnsatisfied(use); i++) {
      const client = slots[i] as ClientId;
      if (this.#isBarredByGpus(client, agent)) continue;
      const offer = this.#draft(role, agent, use, clients.takesRevocable(client));
      if (offer === undefined) return;
      if (!this.#view.minimum.isMetBy(offer) || filters.blocks(client, offer)) continue;
      this.#headroom.giveGuaranteed(offer, use);
      allocations.offer(client, agent, offer);
      this.#offers.addGuaranteed(client, agent, offer);
      if (agents.available(agent).keys.length === 0) return;
    }
  }

  #isBarredByGpus(client: ClientId, agent: AgentId): boolean {
    const { agents, clients, filterGpuResources } = this.#view;
    return filterGpuResources && agents.hasGpus(agent) && !clients.takesGpus(client);
  }

  /** Undefined when the agent has nothing that the role is still guaranteed: so for all its frameworks. */
  #draft(role: RoleId, agent: AgentId, use: QuotaUse, takesRevocable: boolean): Resources | undefined {
    const { agents, names, paths } = this.#view;
    const offerable = offerableTo(role, agents.available(agent), "own", names, paths);
    const taken = takesRevocable ? offerable : withoutRevocable(offerable, names);
    return this.#headroom.cutGuaranteed(taken, use);
  }
}
