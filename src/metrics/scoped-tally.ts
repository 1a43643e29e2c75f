import type { FrameworkId, RoleId } from "../cluster/ids.js";
import { floatColumn } from "./column.js";
import type { RoleLineage } from "./role-lineage.js";
import type { Scope } from "./scope.js";

/** One count (or amount), kept for the run, per framework, and per role with all roles below it. */
export class ScopedTally {
  #all = 0;
  readonly #byFramework = floatColumn();
  readonly #byRole = floatColumn();
  readonly #lineage: RoleLineage;

  constructor(lineage: RoleLineage) {
    this.#lineage = lineage;
  }

  add(framework: FrameworkId, role: RoleId, amount: number): void {
    this.#all += amount;
    this.#byFramework.add(framework, amount);
    for (const above of this.#lineage.of(role)) this.#byRole.add(above, amount);
  }

  of(scope: Scope): number {
    if (scope.kind === "all") return this.#all;
    return (scope.kind === "role" ? this.#byRole : this.#byFramework).get(scope.id);
  }
}
