import type { MirrorAgent } from "./nouns.js";

/** Whether the agent's resources may be offered at all. */
export function isOfferable(agent: MirrorAgent): boolean {
  return agent.there && agent.active && agent.whitelisted;
}

/** Of so many agents each is put in or taken out by itself; of more, the list is made anew. */
const MOST_TOUCHED = 16;

/** The agents that may be offered and have something left, by id: kept from one call to the next. */
export class Candidates {
  readonly #agents: readonly MirrorAgent[];
  /** Never changed once it was given out. */
  #list: readonly MirrorAgent[] = [];
  #touched: MirrorAgent[] = [];

  constructor(agents: readonly MirrorAgent[]) {
    this.#agents = agents;
  }

  /** It may have become one, or have stopped to be one. */
  touch(agent: MirrorAgent): void {
    if (agent.isTouched) return;
    agent.isTouched = true;
    this.#touched.push(agent);
  }

  all(): readonly MirrorAgent[] {
    const touched = this.#touched;
    if (touched.length === 0) return this.#list;
    this.#touched = [];
    for (const agent of touched) agent.isTouched = false;
    if (touched.length > MOST_TOUCHED) {
      this.#list = this.#agents.filter((agent) => {
        agent.isCandidate = isCandidate(agent);
        return agent.isCandidate;
      });
      return this.#list;
    }
    const list = this.#list.slice();
    for (const agent of touched) this.#replace(agent, list);
    this.#list = list;
    return list;
  }

  /** @param ids in any order */
  among(ids: readonly number[]): readonly MirrorAgent[] {
    const named = ids.map((id) => this.#agents[id]!).filter(isCandidate);
    return named.length < 2 ? named : named.sort((a, b) => a.id - b.id);
  }

  #replace(agent: MirrorAgent, list: MirrorAgent[]): void {
    const now = isCandidate(agent);
    if (now === agent.isCandidate) return;
    agent.isCandidate = now;
    const at = placeOf(agent, list);
    if (now) list.splice(at, 0, agent);
    else list.splice(at, 1);
  }
}

function isCandidate(agent: MirrorAgent): boolean {
  return agent.freeKeys > 0 && isOfferable(agent);
}

function placeOf(agent: MirrorAgent, list: readonly MirrorAgent[]): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.id < agent.id) low = middle + 1;
    else high = middle;
  }
  return low;
}
