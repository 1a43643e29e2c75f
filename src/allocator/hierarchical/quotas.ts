import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import { isEmpty, type Resources } from "../../cluster/resources.js";
import type { ResourceNames } from "./resource-names.js";
import type { RolePaths } from "./role-paths.js";

/** A role's quota by column (Q1). */
export interface Quota {
  readonly role: RoleId;
  /** 0 where nothing is guaranteed. */
  readonly guarantees: Float64Array;
  /** Infinite where there is no limit. */
  readonly limits: Float64Array;
  readonly hasGuarantees: boolean;
  readonly hasLimits: boolean;
}

/** The quotas that are set. Only top-level roles have one (Q5, C15). */
export class Quotas {
  readonly #byRole = new Map<RoleId, Quota>();
  readonly #names: ResourceNames;
  readonly #paths: RolePaths;

  constructor(names: ResourceNames, paths: RolePaths) {
    this.#names = names;
    this.#paths = paths;
  }

  /** @throws Error for a nested role */
  update(role: RoleId, guarantees: Resources, limits: Resources): void {
    if (this.#paths.parentOf[role] !== -1) throw new Error("quota on a nested role is not supported");
    const hasGuarantees = guarantees.amounts.some((amount) => amount > 0);
    if (!hasGuarantees && isEmpty(limits)) {
      this.#byRole.delete(role);
      return;
    }
    this.#byRole.set(role, {
      role,
      guarantees: this.#columns(guarantees, 0),
      limits: this.#columns(limits, Number.POSITIVE_INFINITY),
      hasGuarantees,
      hasLimits: !isEmpty(limits),
    });
  }

  get isEmpty(): boolean {
    return this.#byRole.size === 0;
  }

  all(): Iterable<Quota> {
    return this.#byRole.values();
  }

  #columns(resources: Resources, otherwise: number): Float64Array {
    const columns = new Float64Array(this.#names.count).fill(otherwise);
    for (let i = 0; i < resources.keys.length; i++) {
      columns[this.#names.columnOf[resources.keys[i] as ResourceKeyId] as number] = resources.amounts[i] as number;
    }
    return columns;
  }
}
