import { plainProfile } from "../cluster/agent-profile.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, ResourceKeyId, RoleId, TaskId } from "../cluster/ids.js";
import {
  add,
  amountOf,
  contains,
  equal,
  filterResources,
  isEmpty,
  keepKeys,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../cluster/resources.js";
import {
  type AgentAccount,
  type FrameworkAccount,
  type Holding,
  heldOf,
  isInUse,
  isOffered,
  isSameProfile,
  type TaskPlace,
} from "./accounts.js";
import { conversionDefect } from "./conversion-rule.js";
import type { Lending, Offer } from "./decisions.js";
import { addLending, offeredFrom, takeLent } from "./lending.js";
import type { Operation, OperationOf } from "./operations.js";
import { PlainHoldings } from "./plain-holdings.js";

/** An operation that does not fit what went before it: a corrupt journal, or a defect of the simulator. */
export class LedgerError extends Error {}

/** `ignored`: it is about an agent or framework that is gone, which is legal and without effect (L5, L6). */
export type Booking = "changed" | "unchanged" | "ignored";

/**
 * The host's own accounts, kept from operations and decisions alone: what every agent has, who holds what of it, who is
 * registered. It never asks the allocator. Every operation must pass through `apply` in order.
 */
export class Ledger {
  readonly directory: Directory;
  readonly agents: (AgentAccount | undefined)[];
  readonly frameworks: (FrameworkAccount | undefined)[];
  readonly tasks = new Map<TaskId, TaskPlace>();
  /** How many operations were about an agent or framework that is gone. */
  ignored = 0;
  readonly #limits: (Resources | undefined)[];
  /** Unreserved, non-revocable resources that registered frameworks hold under exactly this role (L1). */
  readonly #plainHeld: PlainHoldings;
  /** Frameworks that are not registered (yet), but use resources of an agent that joined. */
  readonly #strangers = new Set<FrameworkId>();
  readonly #roleCount: number;

  constructor(directory: Directory) {
    this.directory = directory;
    this.#roleCount = directory.roles.size;
    this.agents = new Array(directory.agents.size).fill(undefined);
    this.frameworks = new Array(directory.frameworks.size).fill(undefined);
    this.#limits = new Array(this.#roleCount).fill(undefined);
    this.#plainHeld = new PlainHoldings(directory.resourceKeys, this.#roleCount);
  }

  /**
   * Books an operation.
   * @throws LedgerError when it cannot follow what went before
   */
  apply(operation: Operation): Booking {
    switch (operation.op) {
      case "addAgent":
        this.#addAgent(operation);
        return "changed";
      case "updateAgent":
        return this.#updateAgent(operation);
      case "removeAgent":
        return this.#removeAgent(operation.agent);
      case "activateAgent":
      case "deactivateAgent":
        return this.#setAgentActive(operation.agent, operation.op === "activateAgent");
      case "addFramework":
        this.#addFramework(operation);
        return "changed";
      case "updateFramework":
        return this.#updateFramework(operation);
      case "removeFramework":
        return this.#removeFramework(operation.framework);
      case "activateFramework":
      case "deactivateFramework":
        return this.#withFramework(operation.framework, (account) => {
          account.active = operation.op === "activateFramework";
        });
      case "suppressOffers":
        return this.#withFramework(operation.framework, (account) => {
          for (const role of rolesMeant(operation.roles, account)) account.suppressed.add(role);
        });
      case "reviveOffers":
        return this.#withFramework(operation.framework, (account) => {
          for (const role of rolesMeant(operation.roles, account)) account.suppressed.delete(role);
        });
      case "acceptOffer":
        return this.#accept(operation);
      case "recoverResources":
        return this.#recover(operation);
      case "updateQuota":
        this.#setLimits(operation.role, operation.limits);
        return "changed";
      case "updateAllocation":
        return this.#convertHeld(operation);
      case "updateAvailable":
        return this.#convertAvailable(operation);
      case "updateUnavailability":
        return this.#updateUnavailability(operation);
      case "inverseOfferResponse":
      case "revocationDenied":
        if (this.#agentOrIgnore(operation.agent) === undefined) return "ignored";
        return this.#frameworkGone(operation.framework) ? "ignored" : "changed";
      case "recover":
        this.#recoverQuotas(operation);
        return "changed";
      default:
        return "changed";
    }
  }

  /** Books an offer that the checker has passed. */
  applyOffer(offer: Offer): void {
    const agent = this.agents[offer.agent] as AgentAccount;
    const holding = this.#holdingOf(agent, offer.framework, offer.role);
    const source = offeredFrom(offer, this.directory);
    agent.taken = add(agent.taken, this.#exclusive(source));
    holding.held = add(holding.held, offer.resources);
    if (offer.lends !== null) holding.lent = addLending(holding.lent, offer.lends);
    this.#plainHeld.count(offer.role, offer.resources, 1);
  }

  /** What nobody holds on an agent, object by object; nothing where the agent is over-allocated. */
  available(agent: AgentId): Resources {
    const account = this.agents[agent];
    return account === undefined ? NO_RESOURCES : subtract(account.total, account.taken);
  }

  holding(framework: FrameworkId, role: RoleId, agent: AgentId): Holding | undefined {
    return this.agents[agent]?.holdings.get(this.#slot(framework, role));
  }

  /** Everything that a framework holds on an agent, over its roles. */
  heldBy(framework: FrameworkId, agent: AgentId): Resources {
    let sum = NO_RESOURCES;
    for (const [slot, holding] of this.agents[agent]?.holdings ?? []) {
      if (Math.floor(slot / this.#roleCount) === framework) sum = add(sum, holding.held);
    }
    return sum;
  }

  /** The role's quota limits by plain key; undefined without limits. */
  limitsOf(role: RoleId): Resources | undefined {
    return this.#limits[role];
  }

  plainHeldUnder(role: RoleId): Resources {
    return this.#plainHeld.of(role);
  }

  #addAgent(operation: OperationOf<"addAgent">): void {
    if (this.agents[operation.agent] !== undefined) throw new LedgerError("the agent is there already");
    const account: AgentAccount = {
      total: operation.total,
      taken: NO_RESOURCES,
      active: true,
      profile: operation.profile ?? plainProfile(this.directory.agents.name(operation.agent)),
      unavailability: operation.unavailability ?? null,
      holdings: new Map(),
    };
    this.agents[operation.agent] = account;
    for (const { framework, role, resources } of operation.used) {
      const holding = this.#holdingOf(account, framework, role);
      holding.held = add(holding.held, resources);
      holding.inUse = add(holding.inUse, resources);
      account.taken = add(account.taken, this.#exclusive(resources));
      if (this.frameworks[framework] === undefined) this.#strangers.add(framework);
      else this.#plainHeld.count(role, resources, 1);
    }
  }

  #updateAgent(operation: OperationOf<"updateAgent">): Booking {
    const account = this.#agentOrIgnore(operation.agent);
    if (account === undefined) return "ignored";
    const { total, profile = account.profile } = operation;
    if (equal(account.total, total) && isSameProfile(account.profile, profile)) return "unchanged";
    account.total = total;
    account.profile = profile;
    return "changed";
  }

  #updateUnavailability({ agent, unavailability }: OperationOf<"updateUnavailability">): Booking {
    const account = this.#agentOrIgnore(agent);
    if (account === undefined) return "ignored";
    account.unavailability = unavailability;
    return "changed";
  }

  #setLimits(role: RoleId, limits: Resources): void {
    this.#limits[role] = isEmpty(limits) ? undefined : limits;
  }

  #recoverQuotas({ quotas }: OperationOf<"recover">): void {
    if (this.agents.some((account) => account !== undefined)) throw new LedgerError("agents are there already (R1)");
    for (const { role, limits } of quotas) this.#setLimits(role, limits);
  }

  #removeAgent(agent: AgentId): Booking {
    const account = this.#agentOrIgnore(agent);
    if (account === undefined) return "ignored";
    for (const [slot, holding] of account.holdings) {
      if (this.frameworks[Math.floor(slot / this.#roleCount)] !== undefined) {
        this.#plainHeld.count((slot % this.#roleCount) as RoleId, holding.held, -1);
      }
    }
    this.agents[agent] = undefined;
    for (const [task, place] of this.tasks) if (place.agent === agent) this.tasks.delete(task);
    return "changed";
  }

  #setAgentActive(agent: AgentId, active: boolean): Booking {
    const account = this.#agentOrIgnore(agent);
    if (account === undefined) return "ignored";
    account.active = active;
    return "changed";
  }

  #addFramework(operation: OperationOf<"addFramework">): void {
    if (this.frameworks[operation.framework] !== undefined) throw new LedgerError("the framework is there already");
    this.frameworks[operation.framework] = {
      active: operation.active,
      roles: new Set(operation.roles),
      suppressed: new Set(operation.suppressedRoles),
      capabilities: new Set(operation.capabilities),
    };
    if (this.#strangers.delete(operation.framework)) this.#countStranger(operation.framework);
  }

  /** A framework that used resources before it registered: what it holds counts from now on (L1). */
  #countStranger(framework: FrameworkId): void {
    for (const account of this.agents) {
      for (const [slot, { held }] of account?.holdings ?? []) {
        if (Math.floor(slot / this.#roleCount) !== framework) continue;
        this.#plainHeld.count((slot % this.#roleCount) as RoleId, held, 1);
      }
    }
  }

  #updateFramework(operation: OperationOf<"updateFramework">): Booking {
    return this.#withFramework(operation.framework, (account) => {
      account.roles.clear();
      account.suppressed.clear();
      for (const role of operation.roles) account.roles.add(role);
      for (const role of operation.suppressedRoles) account.suppressed.add(role);
      if (operation.capabilities !== undefined) account.capabilities = new Set(operation.capabilities);
    });
  }

  #removeFramework(framework: FrameworkId): Booking {
    if (this.frameworks[framework] === undefined) {
      this.ignored++;
      return "ignored";
    }
    this.frameworks[framework] = undefined;
    for (const account of this.agents) if (account !== undefined) this.#releaseAll(account, framework);
    for (const [task, place] of this.tasks) if (place.framework === framework) this.tasks.delete(task);
    return "changed";
  }

  #releaseAll(account: AgentAccount, framework: FrameworkId): void {
    for (const [slot, holding] of account.holdings) {
      if (Math.floor(slot / this.#roleCount) !== framework) continue;
      const { source } = this.#sourceOf(holding, holding.held);
      account.taken = subtract(account.taken, this.#exclusive(source));
      this.#plainHeld.count((slot % this.#roleCount) as RoleId, holding.held, -1);
      account.holdings.delete(slot);
    }
  }

  #accept(operation: OperationOf<"acceptOffer">): Booking {
    const account = this.#agentOrIgnore(operation.agent);
    if (account === undefined || this.#frameworkGone(operation.framework)) return "ignored";
    const holding = account.holdings.get(this.#slot(operation.framework, operation.role));
    if (holding === undefined || !isOffered(holding, operation.resources)) {
      throw new LedgerError("the resources were never offered");
    }
    holding.inUse = add(holding.inUse, operation.resources);
    if (operation.task !== null) {
      const { framework, role, agent } = operation;
      this.tasks.set(operation.task, { framework, role, agent });
    }
    return "changed";
  }

  #recover(operation: OperationOf<"recoverResources">): Booking {
    const account = this.#agentOrIgnore(operation.agent);
    if (account === undefined || this.#frameworkGone(operation.framework)) return "ignored";
    const slot = this.#slot(operation.framework, operation.role);
    const holding = account.holdings.get(slot);
    const isThere = operation.allocated ? isInUse : isOffered;
    if (holding === undefined || !isThere(holding, operation.resources)) {
      const defect = operation.allocated ? "the resources are not in use" : "the resources were never offered";
      throw new LedgerError(defect);
    }
    const { source, lentLeft } = this.#sourceOf(holding, operation.resources);
    account.taken = subtract(account.taken, this.#exclusive(source));
    holding.held = subtract(holding.held, operation.resources);
    holding.lent = lentLeft;
    if (operation.allocated) holding.inUse = subtract(holding.inUse, operation.resources);
    if (isEmpty(holding.held)) account.holdings.delete(slot);
    this.#plainHeld.count(operation.role, operation.resources, -1);
    if (operation.task !== null) this.tasks.delete(operation.task);
    return "changed";
  }

  /** What was offered becomes something else (L8). @throws LedgerError when it cannot */
  #convertHeld({ framework, role, agent, conversions }: OperationOf<"updateAllocation">): Booking {
    const account = this.#agentOrIgnore(agent);
    if (account === undefined || this.#frameworkGone(framework)) return "ignored";
    const slot = this.#slot(framework, role);
    const holding = account.holdings.get(slot);
    for (const { from, to } of conversions) {
      if (holding === undefined || !isOffered(holding, from)) throw new LedgerError("the resources were never offered");
      const isCopy = isEmpty(from);
      const elsewhere = (key: ResourceKeyId) => heldOf(account, key) - amountOf(from, key);
      const defect = isCopy
        ? this.#copyDefect(account, holding, to)
        : conversionDefect({ from, to }, account.total, this.directory.resourceKeys, elsewhere);
      if (defect !== undefined) throw new LedgerError(defect);
      holding.held = add(subtract(holding.held, from), to);
      this.#plainHeld.count(role, from, -1);
      this.#plainHeld.count(role, to, 1);
      if (isCopy) continue;
      account.total = add(subtract(account.total, from), to);
      account.taken = add(subtract(account.taken, this.#exclusive(from)), this.#exclusive(to));
    }
    if (holding !== undefined && isEmpty(holding.held)) account.holdings.delete(slot);
    return "changed";
  }

  /** Without effect, and counted, when not all of it is there for the operator to convert. */
  #convertAvailable({ agent, conversions }: OperationOf<"updateAvailable">): Booking {
    const account = this.#agentOrIgnore(agent);
    if (account === undefined) return "ignored";
    let { total } = account;
    for (const { from, to } of conversions) {
      const isThere = !isEmpty(from) && contains(subtract(total, account.taken), from);
      const { resourceKeys } = this.directory;
      if (
        !isThere ||
        conversionDefect({ from, to }, total, resourceKeys, (key) => heldOf(account, key)) !== undefined
      ) {
        this.ignored++;
        return "ignored";
      }
      total = add(subtract(total, from), to);
    }
    account.total = total;
    return "changed";
  }

  #copyDefect(account: AgentAccount, holding: Holding, copies: Resources): string | undefined {
    const { resourceKeys } = this.directory;
    const areHeld = copies.keys.every((key) => resourceKeys.get(key).isShared && amountOf(holding.held, key) > 0);
    if (!areHeld) return "only a shared volume that the framework holds gets further copies";
    const areWhole = copies.keys.every((key) => amountOf(copies, key) === amountOf(account.total, key));
    return areWhole ? undefined : "a copy is as large as its volume (S4)";
  }

  /** What nobody else can have at the same time. */
  #exclusive(resources: Resources): Resources {
    const { resourceKeys } = this.directory;
    if (!resourceKeys.hasShared) return resources;
    return keepKeys(resources, (key) => !resourceKeys.get(key).isShared);
  }

  /**
   * Where handed-back resources came from: of `{REV}` amounts what is lent goes back first, owners in id order, then the
   * agent's own revocable part. The guests' mirrors follow the same order.
   */
  #sourceOf(holding: Holding, resources: Resources): { source: Resources; lentLeft: Lending[] } {
    if (holding.lent.length === 0) return { source: resources, lentLeft: holding.lent };
    const { resourceKeys } = this.directory;
    let lent = holding.lent;
    let returned = NO_RESOURCES;
    const own = filterResources(resources, (key, amount) => {
      const { revocable, plain } = resourceKeys.get(key);
      if (!revocable) return amount;
      const back = takeLent(lent, plain, amount, this.directory);
      returned = add(returned, back.source);
      lent = back.left;
      return back.rest;
    });
    const source = add(own, returned);
    return { source, lentLeft: lent };
  }

  #holdingOf(account: AgentAccount, framework: FrameworkId, role: RoleId): Holding {
    const slot = this.#slot(framework, role);
    let holding = account.holdings.get(slot);
    if (holding === undefined) {
      holding = { held: NO_RESOURCES, inUse: NO_RESOURCES, lent: [] };
      account.holdings.set(slot, holding);
    }
    return holding;
  }

  #slot(framework: FrameworkId, role: RoleId): number {
    return framework * this.#roleCount + role;
  }

  #agentOrIgnore(agent: AgentId): AgentAccount | undefined {
    const account = this.agents[agent];
    if (account === undefined) this.ignored++;
    return account;
  }

  #frameworkGone(framework: FrameworkId): boolean {
    if (this.frameworks[framework] !== undefined) return false;
    this.ignored++;
    return true;
  }

  #withFramework(framework: FrameworkId, change: (account: FrameworkAccount) => void): Booking {
    const account = this.frameworks[framework];
    if (account === undefined) {
      this.ignored++;
      return "ignored";
    }
    change(account);
    return "changed";
  }
}

function rolesMeant(roles: readonly RoleId[], account: FrameworkAccount): Iterable<RoleId> {
  return roles.length === 0 ? account.roles : roles;
}
