import type { Lending } from "../../../src/allocator/decisions.js";
import type { Operation } from "../../../src/allocator/operations.js";
import type { MetricSet } from "../../../src/metrics/metric-set.js";
import { ObservedRun, revocable } from "../observed-run.js";

/** A run of which only the host's books are told, in names and resource texts. */
export class BookedRun extends ObservedRun {
  joins(agent: string, total: string): this {
    return this.#apply({ op: "addAgent", agent: this.directory.agents.id(agent), total: this.#parse(total), used: [] });
  }

  /** An agent that comes with resources in use. */
  joinsInUse(agent: string, total: string, framework: string, role: string, resources: string): this {
    const used = [{ ...this.#ids(framework, role), resources: this.#parse(resources) }];
    return this.#apply({ op: "addAgent", agent: this.directory.agents.id(agent), total: this.#parse(total), used });
  }

  registers(framework: string, ...roles: readonly string[]): this {
    return this.#apply({
      op: "addFramework",
      framework: this.directory.frameworks.id(framework),
      roles: roles.map((role) => this.directory.roles.id(role)),
      capabilities: ["MULTI_ROLE", "REVOCABLE_RESOURCES", "SHARED_RESOURCES"],
      suppressedRoles: [],
      active: true,
    });
  }

  suppresses(framework: string, role: string): this {
    const ids = this.#ids(framework, role);
    return this.#apply({ op: "suppressOffers", framework: ids.framework, roles: [ids.role] });
  }

  leaves(framework: string): this {
    return this.#apply({ op: "removeFramework", framework: this.directory.frameworks.id(framework) });
  }

  offered(framework: string, role: string, agent: string, resources: string): this {
    return this.#offer(framework, role, agent, resources, null);
  }

  /** Offered as revocable; the owner lends it. */
  lent(owner: string, framework: string, role: string, agent: string, resources: string): this {
    const lends = { owner: this.directory.roles.id(owner), resources: this.#parse(resources) };
    return this.#offer(framework, role, agent, revocable(resources), lends);
  }

  /** Offered and accepted. */
  uses(framework: string, role: string, agent: string, resources: string): this {
    this.offered(framework, role, agent, resources);
    const place = { ...this.#ids(framework, role), agent: this.directory.agents.id(agent) };
    return this.#apply({ op: "acceptOffer", ...place, resources: this.#parse(resources), task: null });
  }

  /** The metrics at 10 s. */
  metrics(): MetricSet["metrics"] {
    return this.end(10).metrics;
  }

  #offer(framework: string, role: string, agent: string, resources: string, lends: Lending | null): this {
    const place = { ...this.#ids(framework, role), agent: this.directory.agents.id(agent) };
    this.ledger.applyOffer({ ...place, resources: this.#parse(resources), lends, why: null });
    return this;
  }

  #apply(operation: Operation): this {
    this.ledger.apply(operation);
    return this;
  }

  #parse(text: string) {
    return this.directory.resourceKeys.parse(text);
  }

  #ids(framework: string, role: string) {
    return { framework: this.directory.frameworks.id(framework), role: this.directory.roles.id(role) };
  }
}
