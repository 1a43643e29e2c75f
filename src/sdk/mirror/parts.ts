import type { Setup } from "../setup.js";
import { Agents } from "./agents.js";
import { Books } from "./books.js";
import { Candidates } from "./candidates.js";
import { Filters } from "./filters.js";
import { Members } from "./members.js";
import { Mirror } from "./mirror.js";

/** The mirror, and what keeps it. */
export class MirrorParts {
  readonly mirror: Mirror;
  readonly candidates: Candidates;
  readonly books: Books;
  readonly filters: Filters;
  readonly members: Members;
  readonly agents: Agents;

  constructor(setup: Setup) {
    this.mirror = new Mirror(setup);
    this.candidates = new Candidates(this.mirror.agents);
    this.books = new Books(this.mirror, this.candidates);
    this.filters = new Filters(this.mirror);
    this.members = new Members(this.mirror, this.books, this.filters);
    this.agents = new Agents(this.mirror, this.books, this.filters, this.candidates);
  }
}
