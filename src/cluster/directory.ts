import type { AgentId, FrameworkId, RoleId, TaskId } from "./ids.js";
import { GrowingNameTable, NameTable } from "./name-table.js";
import { ResourceKeys } from "./resource-keys.js";
import { ancestorsOf } from "./role-name.js";
import { BYTE_ORDER, type RunNames, type TieOrder } from "./tie-order.js";

/** Every name of one run and its id: the border between text (files, reports) and integers (everything inside). */
export interface Directory {
  readonly agents: NameTable<AgentId>;
  readonly frameworks: NameTable<FrameworkId>;
  /** All roles and, so that a tree can be built, their ancestors. */
  readonly roles: NameTable<RoleId>;
  readonly tasks: GrowingNameTable<TaskId>;
  readonly resourceKeys: ResourceKeys;
}

export function createDirectory(names: RunNames, order: TieOrder = BYTE_ORDER): Directory {
  const allRoles = [...names.roles].flatMap((role) => [role, ...ancestorsOf(role)]);
  const roles = new NameTable<RoleId>(allRoles, order.roles);
  return {
    agents: new NameTable<AgentId>(names.agents, order.agents),
    frameworks: new NameTable<FrameworkId>(names.frameworks, order.frameworks),
    roles,
    tasks: new GrowingNameTable<TaskId>(),
    resourceKeys: new ResourceKeys(roles),
  };
}
