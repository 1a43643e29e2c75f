import type { Conversion } from "../../../src/allocator/operations.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId } from "../../../src/cluster/ids.js";
import { quantities, type ResourceKey, type ResourceKeys } from "../../../src/cluster/resource-keys.js";
import {
  add,
  amountOf,
  isEmpty,
  keepKeys,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../../../src/cluster/resources.js";

export interface PlainHolding {
  readonly framework: FrameworkId;
  readonly role: RoleId;
  readonly agent: AgentId;
  resources: Resources;
}

/** What the agents have and who holds it, as the rules tell it: sums are added up whenever they are asked for. */
export class PlainBooks {
  readonly #totals = new Map<AgentId, Resources>();
  /** Of shared volumes; the same on every agent that has one of the name. */
  readonly #sizes = new Map<ResourceKeyId, number>();
  holdings: PlainHolding[] = [];
  readonly #keys: ResourceKeys;

  constructor(keys: ResourceKeys) {
    this.#keys = keys;
  }

  total(agent: AgentId): Resources {
    return this.#totals.get(agent) as Resources;
  }

  setTotal(agent: AgentId, total: Resources): void {
    this.#totals.set(agent, total);
    for (const [i, key] of total.keys.entries()) {
      if (this.#keys.get(key).isShared) this.#sizes.set(key, total.amounts[i] as number);
    }
  }

  /** What was held there is held no more. */
  removeAgent(agent: AgentId): void {
    for (const holding of this.holdings.filter((h) => h.agent === agent)) this.release(holding, holding.resources);
    this.#totals.delete(agent);
  }

  /** Shared volumes are there whoever holds them (P6), other volumes if nobody holds anything of them (C12). */
  available(agent: AgentId): Resources {
    const total = this.total(agent);
    const taken = this.holdings.filter((h) => h.agent === agent).map((h) => this.#unshared(h.resources));
    const left = subtract(total, taken.reduce(add, NO_RESOURCES));
    return keepKeys(left, (key) => !this.#keys.get(key).isVolume || amountOf(left, key) === amountOf(total, key));
  }

  of(framework: FrameworkId, role: RoleId, agent: AgentId): PlainHolding | undefined {
    return this.holdings.find((h) => h.framework === framework && h.role === role && h.agent === agent);
  }

  hold(taken: PlainHolding): void {
    const holding = this.of(taken.framework, taken.role, taken.agent);
    if (holding === undefined) this.holdings.push({ ...taken });
    else holding.resources = add(holding.resources, taken.resources);
  }

  release(holding: PlainHolding, resources: Resources): void {
    holding.resources = subtract(holding.resources, resources);
    this.holdings = this.holdings.filter((h) => !isEmpty(h.resources));
  }

  /** L8; a further copy of a shared volume comes from nothing. */
  convertHeld(holding: PlainHolding, { from, to }: Conversion): void {
    if (!isEmpty(from)) this.convertTotal(holding.agent, { from, to });
    holding.resources = add(subtract(holding.resources, from), to);
    this.holdings = this.holdings.filter((h) => !isEmpty(h.resources));
  }

  convertTotal(agent: AgentId, { from, to }: Conversion): void {
    this.setTotal(agent, add(subtract(this.total(agent), from), to));
  }

  /** Quantities of scalars (S2, C14). */
  sum(resources: Resources, isCounted: (key: ResourceKey) => boolean = () => true): Resources {
    const counted = keepKeys(resources, (id) => {
      const key = this.#keys.get(id);
      return this.#keys.formOf(key.name) === "scalar" && isCounted(key);
    });
    return quantities(counted, this.#keys);
  }

  sumOfTotals(isCounted: (key: ResourceKey) => boolean = () => true): Resources {
    return [...this.#totals.values()].map((total) => this.sum(total, isCounted)).reduce(add, NO_RESOURCES);
  }

  /** What some holdings come to: of a shared volume one copy on each agent (S4). */
  sumOfHoldings(holdings: readonly PlainHolding[], isCounted: (key: ResourceKey) => boolean = () => true): Resources {
    let sum = NO_RESOURCES;
    for (const agent of new Set(holdings.map((h) => h.agent))) {
      const held = holdings.filter((h) => h.agent === agent).map((h) => h.resources);
      sum = add(sum, this.sum(this.#oneCopy(held.reduce(add, NO_RESOURCES)), isCounted));
    }
    return sum;
  }

  #oneCopy(held: Resources): Resources {
    const amounts = held.keys.map((key, i) => this.#sizes.get(key) ?? (held.amounts[i] as number));
    return { ...held, amounts };
  }

  #unshared(resources: Resources): Resources {
    return keepKeys(resources, (key) => !this.#keys.get(key).isShared);
  }
}
