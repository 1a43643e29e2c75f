import type { Directory } from "../cluster/directory.js";
import type { ClusterPlan } from "../cluster/plan.js";
import { ancestorsOf } from "../cluster/role-name.js";
import type { ScopeKind } from "./metric.js";

/** Whose figures are computed. */
export interface Scope {
  readonly kind: ScopeKind;
  /** The role's or framework's id; 0 for the whole run. */
  readonly id: number;
  readonly name: string;
}

/** The run, every role that the plan names (and the roles above it), every framework. */
export function scopesOf(directory: Directory, plan: ClusterPlan): Scope[] {
  const named = [...plan.roles.map(({ name }) => name), ...plan.frameworks.flatMap(({ roles }) => roles)];
  const roles = new Set(named.flatMap((role) => [role, ...ancestorsOf(role)]));
  return [
    { kind: "all", id: 0, name: "" },
    ...directory.roles.names
      .map((name, id): Scope => ({ kind: "role", id, name }))
      .filter(({ name }) => roles.has(name)),
    ...directory.frameworks.names.map((name, id): Scope => ({ kind: "framework", id, name })),
  ];
}
