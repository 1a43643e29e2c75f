import type { AgentId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";
import { Drafts } from "./drafts.js";
import { type Headroom, isUnsatisfied, type QuotaUse } from "./headroom.js";
import type { OfferList } from "./offer-list.js";
import type { OfferedShared } from "./offered-shared.js";

/** The first stage: gives an agent's resources to roles whose quota guarantees are not satisfied (C2-C8). */
export class GuaranteeStage {
  readonly #view: ClusterView;
  readonly #headroom: Headroom;
  readonly #offers: OfferList;
  readonly #offeredShared: OfferedShared;
  /** Undefined when the agent has nothing that the role is still guaranteed: so for all its frameworks. */
  readonly #drafts: Drafts<Resources | undefined>;
  #use: QuotaUse | undefined;

  constructor(view: ClusterView, headroom: Headroom, offers: OfferList, offeredShared: OfferedShared) {
    this.#view = view;
    this.#headroom = headroom;
    this.#offers = offers;
    this.#offeredShared = offeredShared;
    this.#drafts = new Drafts(view, offeredShared, "own", (whole) => {
      return this.#headroom.cutGuaranteed(whole, this.#use as QuotaUse);
    });
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
    const { agents, allocations, clients, eligibility, filters, minima } = this.#view;
    const order = allocations.orderOf(role);
    const slots = order.sorted();
    const mayBar = eligibility.mayBar(role, agent);
    this.#use = use;
    this.#drafts.open(role, agent);
    for (let i = 0; i < order.length && isUnsatisfied(use); i++) {
      const client = slots[i] as ClientId;
      if (mayBar && eligibility.isBarred(client, agent)) continue;
      const offer = this.#drafts.of(clients.abilitiesOf(client));
      if (offer === undefined) return;
      if (!minima.of(client).isMetBy(offer) || filters.blocks(client, offer)) continue;
      this.#headroom.giveGuaranteed(offer, use);
      allocations.offer(client, agent, offer);
      this.#offers.addGuaranteed(client, agent, offer);
      this.#offeredShared.note(agent, offer);
      if (agents.available(agent).keys.length === 0) return;
      this.#drafts.open(role, agent);
    }
  }
}
