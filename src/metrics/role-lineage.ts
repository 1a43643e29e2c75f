import type { RoleId } from "../cluster/ids.js";
import type { NameTable } from "../cluster/name-table.js";
import { ancestorsOf } from "../cluster/role-name.js";

/** For each role the role itself and all above it: a figure of `eng/ml` counts for `eng` as well. */
export class RoleLineage {
  readonly #lines: readonly (readonly RoleId[])[];

  constructor(roles: NameTable<RoleId>) {
    this.#lines = roles.names.map((name) => [name, ...ancestorsOf(name)].map((role) => roles.id(role)));
  }

  /** How many roles there are. */
  get size(): number {
    return this.#lines.length;
  }

  /** The role, then its ancestors. */
  of(role: RoleId): readonly RoleId[] {
    return this.#lines[role] as readonly RoleId[];
  }

  isTopLevel(role: RoleId): boolean {
    return this.of(role).length === 1;
  }
}
