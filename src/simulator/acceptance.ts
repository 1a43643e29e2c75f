import type { Offer } from "../allocator/decisions.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId } from "../cluster/ids.js";
import type { AcceptancePlan } from "../cluster/plan.js";
import { amountUnderName } from "./amount-under-name.js";

/** What a picky framework takes. */
export class Acceptance {
  readonly #plan: AcceptancePlan;
  readonly #directory: Directory;
  readonly #agents: ReadonlySet<AgentId> | null;
  #toDecline: number;

  constructor(plan: AcceptancePlan, directory: Directory) {
    this.#plan = plan;
    this.#directory = directory;
    this.#agents = plan.agents && new Set(plan.agents.map((agent) => directory.agents.id(agent)));
    this.#toDecline = plan.afterDeclining;
  }

  /** To be asked once about each offer: the first ones are declined whatever they are. */
  takes({ agent, resources }: Offer): boolean {
    if (this.#toDecline > 0) {
      this.#toDecline--;
      return false;
    }
    if (this.#agents?.has(agent) === false) return false;
    const { resourceKeys } = this.#directory;
    return this.#plan.atLeast.every(({ name, milli }) => amountUnderName(resources, name, resourceKeys) >= milli);
  }
}
