import type { Vector } from "../model.js";
import { fits } from "../vectors.js";
import type { Mirror } from "./mirror.js";
import type { Filter, MirrorAgent, MirrorFramework, MirrorRole, MirrorSubscription } from "./nouns.js";

/** What frameworks have refused, and do not want again so soon. */
export class Filters {
  readonly #mirror: Mirror;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  add(framework: MirrorFramework, role: MirrorRole, agent: MirrorAgent, refused: Vector, duration: number): void {
    const { t } = this.#mirror;
    let ofRole = framework.filters.get(role.id);
    if (ofRole === undefined) {
      ofRole = new Map();
      framework.filters.set(role.id, ofRole);
    }
    const filter = { refused, madeAt: t, until: t + duration };
    const others = ofRole.get(agent.id)?.filter(({ until }) => until >= t) ?? [];
    others.push(filter);
    ofRole.set(agent.id, others);
  }

  clear(framework: MirrorFramework, role: MirrorRole): void {
    framework.filters.delete(role.id);
  }

  clearAgent(agent: MirrorAgent): void {
    for (const { filters } of this.#mirror.frameworks) {
      for (const ofRole of filters.values()) ofRole.delete(agent.id);
    }
  }

  /** Whether one filter in force holds all of the resources. */
  block({ framework, role }: MirrorSubscription, agent: MirrorAgent, resources: Readonly<Vector>): boolean {
    const filters = framework.filters.get(role.id)?.get(agent.id);
    if (filters === undefined) return false;
    for (let i = 0; i < filters.length; i++) {
      if (this.#isInForce(filters[i]!) && fits(resources, filters[i]!.refused)) return true;
    }
    return false;
  }

  /** A filter made just after the previous tick still blocks this one, even when it ends at this very moment (F3). */
  #isInForce({ until, madeAt }: Filter): boolean {
    const { t, tick, options } = this.#mirror;
    return until > t || (tick && until === t && madeAt === t - options.allocationInterval);
  }
}
