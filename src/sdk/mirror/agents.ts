import type { Agent, Vector } from "../model.js";
import type { Books } from "./books.js";
import type { Candidates } from "./candidates.js";
import type { Filters } from "./filters.js";
import type { Mirror } from "./mirror.js";
import type { MirrorAgent } from "./nouns.js";

/** Agents: which are there and may be offered, and what they have. */
export class Agents {
  readonly #mirror: Mirror;
  readonly #books: Books;
  readonly #filters: Filters;
  readonly #candidates: Candidates;

  constructor(mirror: Mirror, books: Books, filters: Filters, candidates: Candidates) {
    this.#mirror = mirror;
    this.#books = books;
    this.#filters = filters;
    this.#candidates = candidates;
  }

  add(agent: MirrorAgent, total: Readonly<Vector>): void {
    agent.there = true;
    agent.active = true;
    this.setUnavailability(agent, null, null);
    this.#books.clear(agent);
    this.#books.setTotal(agent, total);
    this.#candidates.touch(agent);
  }

  remove(agent: MirrorAgent): void {
    const mirror = this.#mirror;
    for (const holding of agent.holdings.slice()) this.#books.releaseAll(holding);
    mirror.tasks.endAll((task) => task.agent === agent);
    this.#books.setTotal(agent, mirror.zeros());
    agent.there = false;
    this.#filters.clearAgent(agent);
    mirror.awaited = mirror.awaited.filter((use) => use.agent !== agent);
    this.#candidates.touch(agent);
  }

  setActive(agent: MirrorAgent, active: boolean): void {
    agent.active = active;
    this.#candidates.touch(agent);
  }

  /** @param listed null: no whitelist */
  setWhitelist(listed: ReadonlySet<Agent> | null): void {
    for (const agent of this.#mirror.agents) {
      agent.whitelisted = listed === null || listed.has(agent);
      this.#candidates.touch(agent);
    }
  }

  setUnavailability(agent: MirrorAgent, from: number | null, duration: number | null): void {
    agent.unavailableFrom = from;
    agent.unavailableFor = duration;
  }
}
