import type { AgentId, RoleId } from "../../cluster/ids.js";
import { NO_RESOURCES, type Resources } from "../../cluster/resources.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";
import type { Headroom, QuotaUse } from "./headroom.js";
import type { OfferList } from "./offer-list.js";
import { offerableTo, withoutRevocable } from "./offerable.js";

/** What a framework of the visited role could get of the visited agent. */
interface Draft {
  /** What the agent has for it. */
  whole: Resources;
  isWholeWorthwhile: boolean;
  /** What quota leaves of that; the same object when it leaves all. */
  offer: Resources;
  isWorthwhile: boolean;
}

/**
 * The second stage: offers whatever is left of an agent, as a whole, to the first framework that may and would take
 * it (C9-C11).
 */
export class RemainderStage {
  readonly #view: ClusterView;
  readonly #headroom: Headroom;
  readonly #offers: OfferList;
  /** For frameworks that take revocable resources, and for those that do not. */
  readonly #withRevocable = emptyDraft();
  readonly #withoutRevocable = emptyDraft();
  #isPlain = true;
  /**
   * Whether all who got nothing of the agent so far would get nothing whatever becomes of quota; see `Agents.settle`.
   */
  #isLasting = true;

  constructor(view: ClusterView, headroom: Headroom, offers: OfferList) {
    this.#view = view;
    this.#headroom = headroom;
    this.#offers = offers;
  }

  visit(agent: AgentId): void {
    const { agents, filters, minimum, roleOrder } = this.#view;
    if (minimum.isMetBy(agents.available(agent))) {
      filters.lookAt(agent);
      this.#isLasting = true;
      this.#isPlain = agents.isPlain(agent);
      roleOrder.visitAll((role) => this.#offerTo(role, agent));
    }
    if (!minimum.isMetBy(agents.available(agent))) agents.exhaust(agent);
    else if (this.#isLasting) agents.settle(agent);
  }

  /**
   * Asks the role's frameworks one after the other. On a crowded cluster most have refused the agent and this loop is
   * where the time goes: a step is two array reads, and the drafts are made once for all frameworks.
   *
   * @returns whether the agent has nothing left
   */
  #offerTo(role: RoleId, agent: AgentId): boolean {
    const { agents, allocations, clients, filterGpuResources, filters } = this.#view;
    const order = allocations.orderOf(role);
    const slots = order.sorted();
    if (order.length === 0) return false;
    const use = this.#headroom.of(role);
    if (!this.#draft(role, agent, use)) return false;
    const needsGpuTaker = filterGpuResources && agents.hasGpus(agent);
    for (let i = 0; i < order.length; i++) {
      const client = slots[i] as ClientId;
      if (needsGpuTaker && !clients.takesGpus(client)) continue;
      const draft = this.#isPlain || clients.takesRevocable(client) ? this.#withRevocable : this.#withoutRevocable;
      if (!draft.isWorthwhile || filters.blocks(client, draft.offer)) {
        this.#noteRefusal(client, draft);
        continue;
      }
      this.#give(client, agent, draft, use);
      if (agents.available(agent).keys.length === 0) return true;
      if (!this.#draft(role, agent, use)) return false;
    }
    return false;
  }

  #give(client: ClientId, agent: AgentId, { offer, whole }: Draft, use: QuotaUse | undefined): void {
    if (offer !== whole) this.#isLasting = false;
    this.#headroom.giveRemainder(offer, use);
    this.#view.allocations.offer(client, agent, offer);
    this.#offers.addRemainder(client, agent, offer);
  }

  #noteRefusal(client: ClientId, draft: Draft): void {
    if (draft.offer === draft.whole || !draft.isWholeWorthwhile) return;
    if (!this.#view.filters.blocks(client, draft.whole)) this.#isLasting = false;
  }

  /** @returns false when the role cannot get anything worthwhile of the agent, whoever asks */
  #draft(role: RoleId, agent: AgentId, use: QuotaUse | undefined): boolean {
    const { agents, names, paths } = this.#view;
    const available = agents.available(agent);
    const offerable = this.#isPlain ? available : offerableTo(role, available, "ownAndAbove", names, paths);
    this.#fill(this.#withRevocable, offerable, use);
    if (!this.#withRevocable.isWholeWorthwhile) return false;
    if (!this.#isPlain) this.#fill(this.#withoutRevocable, withoutRevocable(offerable, names), use);
    return true;
  }

  #fill(draft: Draft, whole: Resources, use: QuotaUse | undefined): void {
    const { minimum } = this.#view;
    draft.whole = whole;
    draft.isWholeWorthwhile = minimum.isMetBy(whole);
    draft.offer = this.#headroom.cutRemainder(whole, use);
    draft.isWorthwhile = draft.offer === whole ? draft.isWholeWorthwhile : minimum.isMetBy(draft.offer);
  }
}

function emptyDraft(): Draft {
  return { whole: NO_RESOURCES, isWholeWorthwhile: false, offer: NO_RESOURCES, isWorthwhile: false };
}
