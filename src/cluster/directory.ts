import type { AgentId, FrameworkId, RoleId, TaskId } from "./ids.js";
import { GrowingNameTable, NameTable } from "./name-table.js";
import { ResourceKeys } from "./resource-keys.js";
import { ancestorsOf } from "./role-name.js";

/** Every name of one run and its id: the border between text (files, reports) and integers (everything inside). */
export interface Directory {
  readonly agents: NameTable<AgentId>;
  readonly frameworks: NameTable<FrameworkId>;
  /** All roles and, so that a tree can be built, their ancestors. */
  readonly roles: NameTable<RoleId>;
  readonly tasks: GrowingNameTable<TaskId>;
  readonly resourceKeys: ResourceKeys;
}

export function createDirectory(names: {
  readonly agents: Iterable<string>;
  readonly frameworks: Iterable<string>;
  readonly roles: Iterable<string>;
}): Directory {
  const roles = new NameTable<RoleId>([...names.roles].flatMap((role) => [role, ...ancestorsOf(role)]));
  return {
    agents: new NameTable<AgentId>(names.agents),
    frameworks: new NameTable<FrameworkId>(names.frameworks),
    roles,
    tasks: new GrowingNameTable<TaskId>(),
    resourceKeys: new ResourceKeys(roles),
  };
}
