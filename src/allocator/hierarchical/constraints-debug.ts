import type { Directory } from "../../cluster/directory.js";
import type { RoleId } from "../../cluster/ids.js";
import type { ClientId } from "./clients.js";
import type { ClusterView } from "./cluster-view.js";
import type { Frameworks } from "./frameworks.js";

/** What Mesos tells at its endpoint `offer_constraints_debug`, by framework; names, in byte order. */
export type ConstraintsDebug = Readonly<Record<string, FrameworkConstraintsDebug>>;

export interface FrameworkConstraintsDebug {
  readonly suppressedRoles: readonly string[];
  /** By subscribed role: the agents that its offer constraints exclude (P8). */
  readonly excludedByAttributeConstraints: Readonly<Record<string, readonly string[]>>;
}

export function constraintsDebug(view: ClusterView, frameworks: Frameworks, directory: Directory): ConstraintsDebug {
  const { agents, eligibility } = view;
  const present = [...directory.agents.ids()].filter((agent) => agents.isPresent(agent));
  const roleNames = (roles: Iterable<RoleId>) =>
    [...roles].sort((a, b) => a - b).map((role) => directory.roles.name(role));
  return Object.fromEntries(
    frameworks.all().map(({ id, roles, suppressed, clients }) => {
      const excluded = [...roles]
        .sort((a, b) => a - b)
        .map((role) => {
          const client = clients.get(role) as ClientId;
          const names = present.filter((agent) => eligibility.isExcluded(client, agent));
          return [directory.roles.name(role), names.map((agent) => directory.agents.name(agent))] as const;
        });
      const debug: FrameworkConstraintsDebug = {
        suppressedRoles: roleNames(suppressed),
        excludedByAttributeConstraints: Object.fromEntries(excluded),
      };
      return [directory.frameworks.name(id), debug] as const;
    }),
  );
}
