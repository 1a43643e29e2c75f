import type { Micros } from "../../base/time.js";
import type { AgentId, FrameworkId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { filterDuration } from "../filter-duration.js";
import type { Operation, OperationOf } from "../operations.js";
import type { ClusterView } from "./cluster-view.js";
import type { Frameworks } from "./frameworks.js";

interface Use {
  readonly agent: AgentId;
  readonly role: RoleId;
  readonly resources: Resources;
}

/** Brings the cluster view up to date with one operation after the other. */
export class ClusterEvents {
  readonly #view: ClusterView;
  readonly #frameworks: Frameworks;
  readonly #allocationInterval: Micros;
  /** Resources in use by frameworks that are not there yet: gone from the agent, but in nobody's share (L1). */
  readonly #awaited = new Map<FrameworkId, Use[]>();

  constructor(view: ClusterView, frameworks: Frameworks, allocationInterval: Micros) {
    this.#view = view;
    this.#frameworks = frameworks;
    this.#allocationInterval = allocationInterval;
  }

  /** What tells nothing to this allocator is passed over: acceptance and demand. */
  apply(t: Micros, operation: Operation): void {
    const { agents, maintenance, quotas, roles } = this.#view;
    switch (operation.op) {
      case "recoverResources":
        this.#recoverResources(t, operation);
        return;
      case "updateWeights":
        for (const { role, weight } of operation.weights) roles.updateWeight(role, weight);
        return;
      case "updateQuota":
        quotas.update(operation.role, operation.guarantees, operation.limits);
        return;
      case "recover":
        for (const { role, guarantees, limits } of operation.quotas) quotas.update(role, guarantees, limits);
        return;
      case "addFramework":
        this.#addFramework(operation);
        return;
      case "updateFramework":
        this.#frameworks.update(operation);
        return;
      case "removeFramework":
        this.#frameworks.remove(operation.framework);
        return;
      case "activateFramework":
      case "deactivateFramework":
        this.#frameworks.setActive(operation.framework, operation.op === "activateFramework");
        return;
      case "suppressOffers":
        this.#frameworks.suppress(operation.framework, operation.roles);
        return;
      case "reviveOffers":
        this.#frameworks.revive(operation.framework, operation.roles);
        return;
      case "addAgent":
        this.#addAgent(operation);
        return;
      case "updateAgent":
        this.#updateAgent(operation);
        return;
      case "updateUnavailability":
        if (agents.isPresent(operation.agent)) maintenance.plan(operation.agent, operation.unavailability);
        return;
      case "inverseOfferResponse":
        if (this.#frameworks.has(operation.framework)) maintenance.answer(t, operation);
        return;
      case "updateAllocation":
        this.#frameworks.convert(operation.framework, operation.role, operation.agent, operation.conversions);
        return;
      case "updateAvailable":
        if (agents.isPresent(operation.agent)) agents.convertAvailable(operation.agent, operation.conversions);
        return;
      case "removeAgent":
        this.#removeAgent(operation.agent);
        return;
      case "activateAgent":
      case "deactivateAgent":
        agents.setActivated(operation.agent, operation.op === "activateAgent");
        return;
      case "updateWhitelist":
        agents.setWhitelist(operation.agents);
        return;
    }
  }

  /** An offer that was declined, or resources of a task that ended. Never triggers anything. */
  #recoverResources(t: Micros, operation: OperationOf<"recoverResources">): void {
    const { framework, role, agent, resources, refuse } = operation;
    const client = this.#frameworks.recover(framework, role, agent, resources);
    const duration = filterDuration(refuse, this.#allocationInterval);
    if (client === undefined || duration === undefined) return;
    this.#view.filters.install(client, agent, resources, t, duration);
  }

  #addFramework(operation: OperationOf<"addFramework">): void {
    this.#frameworks.add(operation);
    const uses = this.#awaited.get(operation.framework) ?? [];
    this.#awaited.delete(operation.framework);
    for (const { agent, role, resources } of uses) {
      this.#frameworks.count(operation.framework, role, agent, resources);
    }
  }

  #addAgent({ agent, total, used, profile, unavailability }: OperationOf<"addAgent">): void {
    const { agents, eligibility, maintenance } = this.#view;
    agents.add(agent, total);
    eligibility.setProfile(agent, profile);
    if (unavailability !== undefined) maintenance.plan(agent, unavailability);
    for (const { framework, role, resources } of used) {
      agents.take(agent, resources);
      if (this.#frameworks.has(framework)) this.#frameworks.count(framework, role, agent, resources);
      else this.#await(framework, { agent, role, resources });
    }
  }

  /** Of a profile only changed attributes clear filters: who said no because of what was missing may say yes (L4). */
  #updateAgent({ agent, total, profile }: OperationOf<"updateAgent">): void {
    const { agents, eligibility, filters, maintenance } = this.#view;
    if (!agents.isPresent(agent)) return;
    agents.update(agent, total);
    if (profile === undefined || !eligibility.setProfile(agent, profile)) return;
    filters.clearAgent(agent);
    maintenance.clearAgent(agent);
  }

  #await(framework: FrameworkId, use: Use): void {
    const uses = this.#awaited.get(framework);
    if (uses === undefined) this.#awaited.set(framework, [use]);
    else uses.push(use);
  }

  #removeAgent(agent: AgentId): void {
    const { agents, filters, maintenance } = this.#view;
    if (!agents.isPresent(agent)) return;
    maintenance.plan(agent, null);
    this.#frameworks.recoverAll(agent);
    for (const [framework, uses] of this.#awaited) {
      const others = uses.filter((use) => use.agent !== agent);
      if (others.length < uses.length) this.#awaited.set(framework, others);
    }
    filters.clearAgent(agent);
    agents.remove(agent);
  }
}
