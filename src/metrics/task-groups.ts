import type { RoleId } from "../cluster/ids.js";
import type { RoleLineage } from "./role-lineage.js";
import type { TaskColumns } from "./task-columns.js";

/** The tasks of each framework, and of each role with all roles below it. */
export class TaskGroups {
  readonly all: Int32Array;
  readonly #ofFramework: readonly Int32Array[];
  readonly #ofRole: readonly Int32Array[];

  constructor(tasks: TaskColumns, frameworks: number, roles: number, lineage: RoleLineage) {
    this.all = tasks.submittedTasks();
    this.#ofFramework = split(this.all, frameworks, (task) => [tasks.framework.get(task)]);
    this.#ofRole = split(this.all, roles, (task) => lineage.of(tasks.role.get(task) as RoleId));
  }

  ofFramework(framework: number): Int32Array {
    return this.#ofFramework[framework] as Int32Array;
  }

  ofRole(role: number): Int32Array {
    return this.#ofRole[role] as Int32Array;
  }
}

/** Counts first and fills then, so that a million tasks take one array per group. */
function split(tasks: Int32Array, groups: number, groupsOf: (task: number) => readonly number[]): Int32Array[] {
  const sizes = new Int32Array(groups);
  for (const task of tasks) for (const group of groupsOf(task)) sizes[group]!++;
  const members = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(groups);
  for (const task of tasks) {
    for (const group of groupsOf(task)) (members[group] as Int32Array)[filled[group]!++] = task;
  }
  return members;
}
