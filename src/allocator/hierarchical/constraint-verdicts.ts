import type { AgentProfile } from "../../cluster/agent-profile.js";
import type { AgentId } from "../../cluster/ids.js";
import type { ConstraintGroups } from "../../cluster/offer-constraints.js";
import type { ClientId } from "./clients.js";
import { type AgentTest, offerConstraint } from "./offer-constraint.js";

const OPEN = 0;
const ADMITTED = 1;
const EXCLUDED = 2;

interface Constrained {
  readonly groups: ConstraintGroups;
  readonly test: AgentTest;
  /** By agent: OPEN, ADMITTED or EXCLUDED. */
  readonly verdicts: Uint8Array;
}

/**
 * Which agents the clients' offer constraints exclude (P8). Each is looked at once by each constrained client, and again
 * when its profile or the constraints changed.
 */
export class ConstraintVerdicts {
  readonly #agents: number;
  readonly #profileOf: (agent: AgentId) => AgentProfile;
  readonly #byClient = new Map<ClientId, Constrained>();

  /** @param agents how many there may be */
  constructor(agents: number, profileOf: (agent: AgentId) => AgentProfile) {
    this.#agents = agents;
    this.#profileOf = profileOf;
  }

  /**
   * @param groups undefined: no restriction
   * @returns whether anything changed
   */
  constrain(client: ClientId, groups: ConstraintGroups | undefined): boolean {
    if (this.#byClient.get(client)?.groups === groups) return false;
    if (groups === undefined) return this.#byClient.delete(client);
    this.#byClient.set(client, { groups, test: offerConstraint(groups), verdicts: new Uint8Array(this.#agents) });
    return true;
  }

  isConstrained(client: ClientId): boolean {
    return this.#byClient.has(client);
  }

  excludes(client: ClientId, agent: AgentId): boolean {
    const constrained = this.#byClient.get(client);
    if (constrained === undefined) return false;
    const { verdicts, test } = constrained;
    if (verdicts[agent] === OPEN) verdicts[agent] = test(this.#profileOf(agent)) ? ADMITTED : EXCLUDED;
    return verdicts[agent] === EXCLUDED;
  }

  /** The agent's profile changed. */
  forget(agent: AgentId): void {
    for (const { verdicts } of this.#byClient.values()) verdicts[agent] = OPEN;
  }
}
