import type { Offer } from "../../allocator/decisions.js";
import type { Operation } from "../../allocator/operations.js";
import type { AllocatorSession } from "../../allocator/session.js";
import { MICROS_PER_SECOND, type Micros } from "../../base/time.js";
import type { AgentId, FrameworkId, RoleId } from "../../cluster/ids.js";
import { INTERVAL } from "./battery-cluster.js";

const FRAMEWORK = 0 as FrameworkId;
const AGENT = 0 as AgentId;
const PATIENCE = 30;

/** One agent and one framework that wants all of it: whoever decides, what is free is for this one. */
export class OfferStage {
  readonly #session: AllocatorSession;
  readonly #role: RoleId;
  #t: Micros = 0;
  #open: Offer[] = [];
  #tasks = 0;

  constructor(session: AllocatorSession) {
    this.#session = session;
    this.#role = session.ledger.directory.roles.id("web");
  }

  agentJoins(): void {
    this.#submit({ op: "addAgent", agent: AGENT, total: this.#parse("cpus:8;mem:8192"), used: [] });
  }

  frameworkJoins(): void {
    this.#submit({
      op: "addFramework",
      framework: FRAMEWORK,
      roles: [this.#role],
      capabilities: ["MULTI_ROLE"],
      suppressedRoles: [],
      active: true,
    });
    this.asks();
  }

  /** For allocators that go by what is asked for. */
  asks(): void {
    const resources = this.#parse("cpus:1;mem:512");
    const of = { id: "r", role: this.#role, resources, count: 8, gang: false, priority: null, estimateSeconds: null };
    this.#submit({ op: "requestResources", framework: FRAMEWORK, requests: [of] });
  }

  agentLeaves(): void {
    this.#open = [];
    this.#submit({ op: "removeAgent", agent: AGENT });
  }

  frameworkLeaves(): void {
    this.#open = [];
    this.#submit({ op: "removeFramework", framework: FRAMEWORK });
  }

  suppress(): void {
    this.#submit({ op: "suppressOffers", framework: FRAMEWORK, roles: [] });
  }

  revive(): void {
    this.#submit({ op: "reviveOffers", framework: FRAMEWORK, roles: [] });
  }

  /** Declines all that is offered. */
  decline(refuse: Micros = MICROS_PER_SECOND): void {
    for (const { framework, role, agent, resources } of this.#open.splice(0)) {
      const back = { framework, role, agent, resources, refuse, allocated: false, task: null };
      this.#submit({ op: "recoverResources", ...back });
    }
  }

  /** Runs a task on each offer, with all that it holds, and ends it. */
  runTasks(): void {
    const { tasks } = this.#session.ledger.directory;
    const running = this.#open.splice(0).map(({ framework, role, agent, resources }) => {
      const task = tasks.intern(`task-${this.#tasks++}`);
      this.#submit({ op: "acceptOffer", framework, role, agent, resources, task });
      return { framework, role, agent, resources, task };
    });
    this.#t += INTERVAL;
    for (const held of running) this.#submit({ op: "recoverResources", ...held, refuse: null, allocated: true });
  }

  /** Whether something is offered now, or within some cycles. */
  isOffered(): boolean {
    for (let cycle = 0; cycle < PATIENCE && this.#open.length === 0; cycle++) {
      this.#t = (Math.floor(this.#t / INTERVAL) + 1) * INTERVAL;
      this.#submit({ op: "allocate", wake: false });
    }
    return this.#open.length > 0;
  }

  #submit(operation: Operation): void {
    this.#open.push(...this.#session.submit(this.#t, operation).offers);
  }

  #parse(text: string) {
    return this.#session.ledger.directory.resourceKeys.parse(text);
  }
}

/** How many cycles `isOffered` waits. */
export const CYCLES_WAITED: number = PATIENCE;
