import { compareBytes } from "../../base/byte-order.js";
import type { RoleId } from "../../cluster/ids.js";
import type { NameTable } from "../../cluster/name-table.js";

/** A node of the role sorter: role r is node r, and its virtual leaf `r/.` is node `r + number of roles` (S6, S10). */
export type RoleNode = number;

/** What the names of roles say about their place in the tree, worked out once. */
export class RolePaths {
  readonly roles: number;
  /** The role above, -1 for a top-level one. */
  readonly parentOf: Int32Array;
  /** The top-level role above, or the role itself. */
  readonly topOf: Int32Array;
  /** Rank of a node's path in byte order; `eng/.` stands after `eng/+x` and before `eng/a`. */
  readonly rankOf: Int32Array;

  constructor(names: NameTable<RoleId>) {
    this.roles = names.size;
    this.parentOf = new Int32Array(names.size).fill(-1);
    this.topOf = new Int32Array(names.size);
    this.rankOf = new Int32Array(names.size * 2);
    // A parent's name is a prefix of its children's, so it comes before them and its top is known.
    for (const role of names.ids()) {
      const name = names.name(role);
      const slash = name.lastIndexOf("/");
      if (slash >= 0) this.parentOf[role] = names.id(name.slice(0, slash));
      this.topOf[role] = slash < 0 ? role : (this.topOf[this.parentOf[role] as number] as number);
    }
    this.#rankNodes(names);
  }

  virtualLeaf(role: number): RoleNode {
    return role + this.roles;
  }

  roleOf(node: RoleNode): RoleId {
    return (node < this.roles ? node : node - this.roles) as RoleId;
  }

  /** The node above, -1 for a top-level one. */
  above(node: RoleNode): RoleNode {
    return node < this.roles ? (this.parentOf[node] as number) : node - this.roles;
  }

  isSelfOrBelow(role: number, ancestor: number): boolean {
    for (let at = role; at >= ancestor; at = this.parentOf[at] as number) if (at === ancestor) return true;
    return false;
  }

  #rankNodes(names: NameTable<RoleId>): void {
    const paths = names.names.flatMap((name, role) => [
      { path: names.placeOf(name), node: role },
      { path: names.placeOf(`${name}/.`), node: this.virtualLeaf(role) },
    ]);
    paths.sort((a, b) => compareBytes(a.path, b.path));
    for (const [rank, { node }] of paths.entries()) this.rankOf[node] = rank;
  }
}
