import type { AgentId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";
import { Drafts } from "./drafts.js";
import type { Headroom, QuotaUse } from "./headroom.js";
import type { MinimumOffer } from "./minimum-offer.js";
import type { OfferList } from "./offer-list.js";
import type { OfferedShared } from "./offered-shared.js";

/** What a framework of the visited role could get of the visited agent. */
interface Draft {
  /** What the agent has for it. */
  readonly whole: Resources;
  readonly isWholeWorthwhile: boolean;
  /** What quota leaves of that; the same object when it leaves all. */
  readonly offer: Resources;
  readonly isWorthwhile: boolean;
}

/**
 * The second stage: offers whatever is left of an agent, as a whole, to the first framework that may and would take
 * it (C9-C11).
 */
export class RemainderStage {
  readonly #view: ClusterView;
  readonly #headroom: Headroom;
  readonly #offers: OfferList;
  readonly #offeredShared: OfferedShared;
  readonly #drafts: Drafts<Draft>;
  #use: QuotaUse | undefined;
  /**
   * Whether all who got nothing of the agent so far would get nothing whatever becomes of quota; see `Agents.settle`.
   */
  #isLasting = true;

  constructor(view: ClusterView, headroom: Headroom, offers: OfferList, offeredShared: OfferedShared) {
    this.#view = view;
    this.#headroom = headroom;
    this.#offers = offers;
    this.#offeredShared = offeredShared;
    this.#drafts = new Drafts(view, offeredShared, "ownAndAbove", (whole) => this.#draft(whole));
  }

  visit(agent: AgentId): void {
    const { agents, filters, minima, roleOrder } = this.#view;
    if (minima.isMetAnywhere(agents.available(agent))) {
      filters.lookAt(agent);
      this.#isLasting = true;
      roleOrder.visitAll((role) => this.#offerTo(role, agent));
    }
    if (!minima.isMetAnywhere(agents.available(agent))) agents.exhaust(agent);
    else if (this.#isLasting && this.#offeredShared.on(agent) === undefined) agents.settle(agent);
  }

  /**
   * Asks the role's frameworks one after the other. On a crowded cluster most have refused the agent and this loop is
   * where the time goes: a step is two array reads, and the drafts are made once for all frameworks.
   *
   * @returns whether the agent has nothing left
   */
  #offerTo(role: RoleId, agent: AgentId): boolean {
    const { agents, allocations, eligibility, filters } = this.#view;
    const order = allocations.orderOf(role);
    const slots = order.sorted();
    if (order.length === 0) return false;
    this.#use = this.#headroom.of(role);
    let common = this.#drafts.open(role, agent);
    if (!this.#isWorthAsking(role, common)) return false;
    const mayBar = eligibility.mayBar(role, agent);
    let isForAll = this.#isForAll(role);
    for (let i = 0; i < order.length; i++) {
      const client = slots[i] as ClientId;
      if (mayBar && eligibility.isBarred(client, agent)) continue;
      const draft = isForAll ? common : this.#draftFor(client, role);
      if (!draft.isWorthwhile || filters.blocks(client, draft.offer)) {
        this.#noteRefusal(client, draft);
        continue;
      }
      this.#give(client, agent, draft);
      if (agents.available(agent).keys.length === 0) return true;
      common = this.#drafts.open(role, agent);
      if (!this.#isWorthAsking(role, common)) return false;
      isForAll = this.#isForAll(role);
    }
    return false;
  }

  /** Whether all frameworks of the role get the same draft. */
  #isForAll(role: RoleId): boolean {
    return this.#drafts.isOne && !this.#view.minima.hasOwn(role);
  }

  #draftFor(client: ClientId, role: RoleId): Draft {
    const { clients, minima } = this.#view;
    const draft = this.#drafts.of(clients.abilitiesOf(client));
    return minima.hasOwn(role) ? judged(draft.whole, draft.offer, minima.of(client)) : draft;
  }

  #give(client: ClientId, agent: AgentId, { offer, whole }: Draft): void {
    if (offer !== whole) this.#isLasting = false;
    this.#headroom.giveRemainder(offer, this.#use);
    this.#view.allocations.offer(client, agent, offer);
    this.#offers.addRemainder(client, agent, offer);
    this.#offeredShared.note(agent, offer);
  }

  #noteRefusal(client: ClientId, draft: Draft): void {
    if (draft.offer === draft.whole || !draft.isWholeWorthwhile) return;
    if (!this.#view.filters.blocks(client, draft.whole)) this.#isLasting = false;
  }

  /** Whether somebody in the role could want it. @param full the draft of those who can take all */
  #isWorthAsking(role: RoleId, full: Draft): boolean {
    return full.isWholeWorthwhile || this.#view.minima.isOwnMetIn(role, full.whole);
  }

  #draft(whole: Resources): Draft {
    return judged(whole, this.#headroom.cutRemainder(whole, this.#use), this.#view.minima.general);
  }
}

function judged(whole: Resources, offer: Resources, minimum: MinimumOffer): Draft {
  const isWholeWorthwhile = minimum.isMetBy(whole);
  const isWorthwhile = offer === whole ? isWholeWorthwhile : minimum.isMetBy(offer);
  return { whole, isWholeWorthwhile, offer, isWorthwhile };
}
