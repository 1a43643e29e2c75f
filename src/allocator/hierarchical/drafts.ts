import type { AgentId, RoleId } from "../../cluster/ids.js";
import { NO_RESOURCES, type Resources } from "../../cluster/resources.js";
import type { ClusterView } from "./cluster-view.js";
import { needsOf, offerableTo, takeable } from "./offerable.js";
import type { OfferedShared } from "./offered-shared.js";

/** As many as there are sets of abilities that matter for taking resources. */
const MOST = 16;

/**
 * What the frameworks of one role could get of one agent: one draft for all that can take the same (P4). On most agents
 * everybody can take all, and there is one.
 */
export class Drafts<Draft> {
  readonly #view: ClusterView;
  readonly #offeredShared: OfferedShared;
  readonly #reservations: "own" | "ownAndAbove";
  readonly #make: (whole: Resources) => Draft;
  #full: Draft | undefined;
  /** By the abilities that matter on this agent. */
  readonly #others: (Draft | undefined)[] = new Array(MOST).fill(undefined);
  #offerable = NO_RESOURCES;
  #needs = 0;

  /** @param make works out what becomes of the part of the agent that a framework can take */
  constructor(
    view: ClusterView,
    offeredShared: OfferedShared,
    reservations: "own" | "ownAndAbove",
    make: (whole: Resources) => Draft,
  ) {
    this.#view = view;
    this.#offeredShared = offeredShared;
    this.#reservations = reservations;
    this.#make = make;
  }

  /**
   * Turns to a role and an agent, or to what the agent has left now.
   * @returns the draft for who can take all of it
   */
  open(role: RoleId, agent: AgentId): Draft {
    const { agents } = this.#view;
    if (agents.isPlain(agent)) {
      this.#offerable = agents.available(agent);
      this.#needs = 0;
    } else {
      this.#openMixed(role, agent);
    }
    this.#full = this.#make(this.#offerable);
    return this.#full;
  }

  /** Whether everybody can take all of it: then there is only the full draft. */
  get isOne(): boolean {
    return this.#needs === 0;
  }

  /** @param abilities of the framework, as bits of `abilities.ts` */
  of(abilities: number): Draft {
    const relevant = abilities & this.#needs;
    if (relevant === this.#needs) return this.#full as Draft;
    this.#others[relevant] ??= this.#make(takeable(this.#offerable, relevant, this.#view.names));
    return this.#others[relevant];
  }

  #openMixed(role: RoleId, agent: AgentId): void {
    const { agents, names, paths } = this.#view;
    const offered = names.hasShared ? this.#offeredShared.on(agent) : undefined;
    this.#offerable = offerableTo(role, agents.available(agent), this.#reservations, offered, names, paths);
    this.#needs = needsOf(this.#offerable, names);
    this.#others.fill(undefined, 0, this.#needs);
  }
}
