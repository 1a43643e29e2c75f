import type { RandomSource } from "../../base/random.js";
import type { RoleId } from "../../cluster/ids.js";
import type { RoleOrder, RoleVisit } from "./role-order.js";
import type { RoleSorter } from "./role-sorter.js";

/**
 * The random sorter for roles: a weighted shuffle of the tree's leaves without replacement, shares ignored (S14).
 *
 * Mesos gives each leaf the key u^(1/w) and sorts by it. Here the leaves are drawn one after the other, each with the
 * chance that its weight has among those left: the same distribution, without a power, of which machines and languages
 * differ in the last bit. Each place takes one number of the stream, the last one left none; a place is drawn when the
 * walk comes to it, so a walk that ends early takes no more than it needs. Before the first draw of a walk the leaves
 * stand in byte order of their paths.
 */
export class RandomRoleOrder implements RoleOrder {
  readonly #roles: RoleSorter;
  readonly #random: RandomSource;
  #version = -1;
  /** In byte order of the paths; by position: the role, and its relative weight. */
  #leaves: readonly RoleId[] = [];
  #weights: readonly number[] = [];

  constructor(roles: RoleSorter, random: RandomSource) {
    this.#roles = roles;
    this.#random = random;
  }

  visitAll(visit: RoleVisit): void {
    if (this.#version !== this.#roles.treeVersion) this.#refresh();
    const leaves = [...this.#leaves];
    const weights = [...this.#weights];
    while (leaves.length > 0) {
      const drawn = this.#draw(weights);
      const role = leaves[drawn] as RoleId;
      leaves.splice(drawn, 1);
      weights.splice(drawn, 1);
      if (visit(role)) return;
    }
  }

  /** Draws the others too and passes them by. */
  visitTopLevel(visit: RoleVisit): void {
    const { topOf } = this.#roles.paths;
    this.visitAll((role) => topOf[role] === role && visit(role));
  }

  /** The position whose stretch of the cumulative weight holds a uniform number. */
  #draw(weights: readonly number[]): number {
    const last = weights.length - 1;
    if (last === 0) return 0;
    let left = this.#random() * weights.reduce((sum, weight) => sum + weight, 0);
    for (let i = 0; i < last; i++) {
      left -= weights[i] as number;
      if (left < 0) return i;
    }
    return last;
  }

  #refresh(): void {
    const found = this.#roles.relativeLeafWeights();
    this.#leaves = found.map(({ role }) => role);
    this.#weights = found.map(({ weight }) => weight);
    this.#version = this.#roles.treeVersion;
  }
}
