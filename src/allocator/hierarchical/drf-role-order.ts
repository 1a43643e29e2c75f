import type { RoleId } from "../../cluster/ids.js";
import type { RoleOrder, RoleVisit } from "./role-order.js";
import type { RoleSorter } from "./role-sorter.js";
import type { SiblingOrder } from "./sibling-order.js";

/** The DRF sorter for roles: siblings by share, depth first (S9). */
export class DrfRoleOrder implements RoleOrder {
  readonly #roles: RoleSorter;

  constructor(roles: RoleSorter) {
    this.#roles = roles;
  }

  visitAll(visit: RoleVisit): void {
    this.#walk(this.#roles.topLevel(), visit);
  }

  visitTopLevel(visit: RoleVisit): void {
    const order = this.#roles.topLevel();
    const nodes = order.sorted();
    for (let i = 0; i < order.length; i++) if (visit(nodes[i] as RoleId)) return;
  }

  /** @returns whether a visit said that it is enough */
  #walk(siblings: SiblingOrder, visit: RoleVisit): boolean {
    const nodes = siblings.sorted();
    for (let i = 0; i < siblings.length; i++) {
      const node = nodes[i] as number;
      const below = this.#roles.childrenOf(node);
      const isDone = below === undefined ? visit(this.#roles.paths.roleOf(node)) : this.#walk(below, visit);
      if (isDone) return true;
    }
    return false;
  }
}
