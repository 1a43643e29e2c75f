import type { AllocatorContext } from "../../../src/allocator/allocator.js";
import type { Decisions } from "../../../src/allocator/decisions.js";
import type { Operation, OperationOf } from "../../../src/allocator/operations.js";
import { type RandomSource, randomStream } from "../../../src/base/random.js";
import {
  AGENT_CAPABILITIES,
  type AgentProfile,
  type Attribute,
  type Domain,
} from "../../../src/cluster/agent-profile.js";
import type { Capability } from "../../../src/cluster/capability.js";
import type { Directory } from "../../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../../src/cluster/ids.js";
import type {
  ConstraintPredicate,
  ConstraintSelector,
  OfferConstraint,
} from "../../../src/cluster/offer-constraints.js";
import type { RandomCluster } from "./random-cluster.js";

const SECOND = 1_000_000;
const DOMAINS: readonly (Domain | null)[] = [
  null,
  { region: "north", zone: "n1" },
  { region: "north", zone: "n2" },
  { region: "south", zone: "s1" },
];
const ATTRIBUTES: readonly Attribute[] = [
  { name: "rack", kind: "text", value: "r1" },
  { name: "rack", kind: "text", value: "r2" },
  { name: "rack", kind: "scalar", value: "1" },
  { name: "os", kind: "text", value: "linux" },
];
const SELECTORS: readonly ConstraintSelector[] = [
  { kind: "attribute", name: "rack" },
  { kind: "attribute", name: "os" },
  { kind: "HOSTNAME" },
  { kind: "REGION" },
  { kind: "ZONE" },
];
const TEXTS = ["r1", "linux", "north", "n1", "agent-2"];
const PATTERNS = ["r[12]", "l.*|n.*", "agent-[0-3]", "north|n2"];
const MINIMA: readonly (readonly string[])[] = [[], ["cpus:0.01"], ["cpus:2;mem:512", "disk:2048"], ["mem:4096"]];
const REFUSALS = [0, -1, 250_000, SECOND, 2_500_000, 20 * SECOND];

/**
 * A random history to which conditions are added: agents with domains, attributes, capabilities and maintenance, and
 * frameworks that say which agents and how much they want, and answer inverse offers.
 */
export class RandomConditions {
  readonly directory: Directory;
  readonly #cluster: RandomCluster;
  readonly #random: RandomSource;
  readonly #domain: Domain | null;
  readonly #agents = new Set<AgentId>();
  #isFresh = true;
  #asked: { readonly framework: FrameworkId; readonly agent: AgentId }[] = [];

  constructor(cluster: RandomCluster, seed: number) {
    this.directory = cluster.directory;
    this.#cluster = cluster;
    this.#random = randomStream(seed, "random conditions");
    this.#domain = this.#pick(DOMAINS);
  }

  get t(): number {
    return this.#cluster.t;
  }

  context(): AllocatorContext {
    const context = this.#cluster.context();
    return { ...context, options: { ...context.options, domain: this.#domain } };
  }

  next(): Operation {
    if (this.#isFresh && this.#chance(0.3)) return this.#recovery();
    this.#isFresh = false;
    if (this.#agents.size > 0 && this.#chance(0.08)) {
      return {
        op: "updateUnavailability",
        agent: this.#pick([...this.#agents]),
        unavailability: this.#unavailability(),
      };
    }
    if (this.#asked.length > 0 && this.#chance(0.15)) return this.#answer();
    return this.#conditioned(this.#cluster.next());
  }

  observe(operation: Operation, decisions: Decisions): void {
    if (operation.op === "addAgent") this.#agents.add(operation.agent);
    if (operation.op === "removeAgent") this.#agents.delete(operation.agent);
    this.#asked.push(...decisions.inverseOffers);
    this.#cluster.observe(operation, decisions);
  }

  #recovery(): Operation {
    const { resourceKeys, roles } = this.directory;
    this.#isFresh = false;
    const guarantees = resourceKeys.parseQuantities("cpus:6;mem:4096");
    const limits = resourceKeys.parseQuantities(this.#pick(["", "cpus:8"]));
    return { op: "recover", expectedAgents: 2, quotas: [{ role: roles.id("eng"), guarantees, limits }] };
  }

  /** Now and then twice, or in the name of a framework that has left. */
  #answer(): Operation {
    const { framework, agent } = this.#pick(this.#asked);
    if (this.#chance(0.8)) this.#asked = this.#asked.filter((a) => a.framework !== framework || a.agent !== agent);
    const answer: OperationOf<"inverseOfferResponse"> = {
      op: "inverseOfferResponse",
      framework,
      agent,
      accepted: this.#pick([true, false, null]),
    };
    return this.#chance(0.5) ? answer : { ...answer, refuse: this.#pick(REFUSALS) };
  }

  #conditioned(operation: Operation): Operation {
    switch (operation.op) {
      case "addAgent": {
        const unavailability = this.#chance(0.3) ? this.#unavailability() : null;
        return {
          ...operation,
          ...(this.#chance(0.7) ? { profile: this.#profile(operation.agent) } : {}),
          ...(unavailability === null ? {} : { unavailability }),
        };
      }
      case "updateAgent":
        return this.#chance(0.5) ? { ...operation, profile: this.#profile(operation.agent) } : operation;
      case "addFramework":
        return { ...operation, capabilities: this.#capabilities(operation.capabilities), ...this.#preferences() };
      case "updateFramework":
        if (this.#chance(0.4)) return { ...operation, ...this.#preferences() };
        return { ...operation, capabilities: this.#capabilities(["GPU_RESOURCES"]), ...this.#preferences() };
      default:
        return operation;
    }
  }

  #capabilities(others: readonly Capability[]): Capability[] {
    const capabilities: Capability[] = others.filter((capability) => capability !== "MULTI_ROLE");
    if (this.#chance(0.7)) capabilities.push("MULTI_ROLE");
    if (this.#chance(0.5)) capabilities.push("REGION_AWARE");
    return capabilities;
  }

  #profile(agent: AgentId): AgentProfile {
    return {
      hostname: this.#chance(0.8) ? this.directory.agents.name(agent) : "elsewhere",
      attributes: ATTRIBUTES.filter(() => this.#chance(0.4)),
      domain: this.#pick(DOMAINS),
      capabilities: AGENT_CAPABILITIES.filter(() => this.#chance(0.85)),
    };
  }

  #unavailability() {
    if (this.#chance(0.2)) return null;
    const start = Math.floor(this.#random() * 100) * SECOND;
    return { start, duration: this.#chance(0.5) ? null : 60 * SECOND };
  }

  #preferences() {
    if (this.#chance(0.3)) return {};
    const minAllocatable = this.#byRole(0.3, () =>
      this.#pick(MINIMA).map((text) => this.directory.resourceKeys.parseQuantities(text)),
    );
    const constraints = this.#byRole(0.4, () => this.#some(() => this.#some(() => this.#constraint())));
    return { preferences: { minAllocatable, constraints } };
  }

  #constraint(): OfferConstraint {
    const predicate = this.#pick<ConstraintPredicate>([
      { kind: "exists" },
      { kind: "notExists" },
      { kind: "equals", text: this.#pick(TEXTS) },
      { kind: "notEquals", text: this.#pick(TEXTS) },
      { kind: "matches", text: this.#pick(PATTERNS) },
      { kind: "notMatches", text: this.#pick(PATTERNS) },
    ]);
    return { selector: this.#pick(SELECTORS), predicate };
  }

  #byRole<Wish>(probability: number, wish: () => Wish): ReadonlyMap<RoleId, Wish> {
    const roles = [...this.directory.roles.ids()].filter(() => this.#chance(probability));
    return new Map(roles.map((role) => [role, wish()]));
  }

  /** One or two. */
  #some<Item>(make: () => Item): Item[] {
    return this.#chance(0.6) ? [make()] : [make(), make()];
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<Item>(from: readonly Item[]): Item {
    return from[Math.floor(this.#random() * from.length)] as Item;
  }
}
