import type { RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { DrfOrder } from "./drf-order.js";
import type { ResourceNames } from "./resource-names.js";
import type { RoleNode, RolePaths } from "./role-paths.js";
import { ShareTable } from "./share-table.js";
import type { ShareTotals } from "./share-totals.js";

/** A role with frameworks, and the chance to come first that a random sorter gives it (S14). */
export interface LeafWeight {
  readonly role: RoleId;
  readonly weight: number;
}

const ABSENT = 0;
const LEAF = 1;
const INNER = 2;

/**
 * The tree of roles that have frameworks. Every node's allocation is that of its subtree (S5); a role that has
 * frameworks and roles below it has a virtual leaf `.` for its own (S10).
 */
export class RoleSorter {
  readonly table: ShareTable;
  readonly paths: RolePaths;
  /** Rises when a node comes or goes, or a weight changes. */
  treeVersion = 0;
  readonly #weights = new Map<RoleId, number>();
  readonly #weightUpdates: "cached" | "immediate";
  readonly #kinds: Uint8Array;
  readonly #childCounts: Int32Array;
  readonly #children: (DrfOrder | undefined)[];
  readonly #topLevel: DrfOrder;
  /** Nodes that no cycle has seen yet: in `cached` mode their weight is still open. */
  #unseen: RoleNode[] = [];
  readonly #isSeen: Uint8Array;

  constructor(names: ResourceNames, totals: ShareTotals, paths: RolePaths, weightUpdates: "cached" | "immediate") {
    this.table = new ShareTable(names, totals, paths.roles * 2);
    this.table.ranks = paths.rankOf;
    this.paths = paths;
    this.#weightUpdates = weightUpdates;
    this.#kinds = new Uint8Array(paths.roles * 2);
    this.#childCounts = new Int32Array(paths.roles);
    this.#children = new Array(paths.roles).fill(undefined);
    this.#topLevel = new DrfOrder(this.table);
    this.#isSeen = new Uint8Array(paths.roles * 2);
  }

  /** The role has its first framework. */
  add(role: RoleId): void {
    if (this.#kinds[role] === INNER) {
      this.#create(this.paths.virtualLeaf(role), LEAF);
      return;
    }
    this.#openInner(this.paths.parentOf[role] as number);
    this.#create(role, LEAF);
  }

  /** The role has lost its last framework; nothing is allocated under it any more (S11). */
  remove(role: RoleId): void {
    const leaf = this.leafOf(role);
    this.#delete(leaf);
    let parent = this.paths.above(leaf);
    while (parent >= 0 && this.#childCounts[parent] === 0) {
      this.#delete(parent);
      parent = this.paths.above(parent);
    }
    if (parent >= 0 && this.#hasOnlyVirtualLeaf(parent)) this.#collapse(parent);
  }

  /** The node that stands for the role's own frameworks. */
  leafOf(role: RoleId): RoleNode {
    return this.#kinds[role] === LEAF ? role : this.paths.virtualLeaf(role);
  }

  /** One allocation to a framework in the role: counted for the leaf and all above it (S8). */
  allocated(role: RoleId, resources: Resources): void {
    for (let node = this.leafOf(role); node >= 0; node = this.paths.above(node)) {
      this.table.allocate(node, resources);
      this.#siblings(node).touch(node);
    }
  }

  /** Adds to what is allocated in the role, or takes off, without counting an allocation (S12). */
  book(role: RoleId, resources: Resources, sign: 1 | -1): void {
    for (let node = this.leafOf(role); node >= 0; node = this.paths.above(node)) this.#bookAt(node, resources, sign);
  }

  /** As `book`, but only at the nodes that have none of the other roles at or below them (S4). */
  bookApartFrom(others: readonly RoleId[], role: RoleId, resources: Resources, sign: 1 | -1): void {
    const counted = new Set<RoleNode>();
    for (const other of others) {
      for (let node = this.leafOf(other); node >= 0; node = this.paths.above(node)) counted.add(node);
    }
    for (let node = this.leafOf(role); node >= 0 && !counted.has(node); node = this.paths.above(node)) {
      this.#bookAt(node, resources, sign);
    }
  }

  updateWeight(role: RoleId, weight: number): void {
    this.#weights.set(role, weight);
    if (this.#kinds[role] === ABSENT) return;
    const isClient = this.#kinds[role] === LEAF || this.#kinds[this.paths.virtualLeaf(role)] === LEAF;
    // In Mesos the weight of a node is looked up once; a later update only finds nodes of roles that have frameworks.
    if (this.#weightUpdates === "cached" && !isClient && this.#isSeen[role] === 1) return;
    this.#setWeight(role, weight);
  }

  /**
   * A cycle over at least one agent: Mesos sorts then, and from now on the weights of all present nodes count as
   * looked up.
   */
  settleWeights(): void {
    for (const node of this.#unseen) this.#isSeen[node] = 1;
    this.#unseen = [];
  }

  /** The top-level nodes in order. */
  topLevel(): DrfOrder {
    return this.#topLevel;
  }

  /** The nodes below a node in order, or undefined for a leaf. */
  childrenOf(node: RoleNode): DrfOrder | undefined {
    return this.#kinds[node] === INNER ? this.#children[node] : undefined;
  }

  /**
   * Each leaf with its relative weight, in byte order of the paths: along the path the product of weight / sum of the
   * siblings' weights (S14). All siblings count: a node is here only while there are frameworks at or below it, as in
   * Mesos, where such a role is active even when all its frameworks suppress offers.
   */
  relativeLeafWeights(): LeafWeight[] {
    const { roles, rankOf } = this.paths;
    const nodes = [...this.#kinds.keys()].filter((node) => this.#kinds[node] !== ABSENT);
    const sums = this.#siblingSums(nodes);
    const relative = new Float64Array(roles * 2);
    // A parent's id comes before its children's, and virtual leaves come after all roles.
    for (const node of nodes) {
      const parent = this.paths.above(node);
      const above = parent < 0 ? 1 : (relative[parent] as number);
      relative[node] = (above * (this.table.weights[node] as number)) / (sums[parent + 1] as number);
    }
    return nodes
      .filter((node) => this.#kinds[node] === LEAF)
      .sort((a, b) => (rankOf[a] as number) - (rankOf[b] as number))
      .map((node) => ({ role: this.paths.roleOf(node), weight: relative[node] as number }));
  }

  /** By parent + 1: the sum of its children's weights. */
  #siblingSums(nodes: readonly RoleNode[]): Float64Array {
    const sums = new Float64Array(this.paths.roles + 1);
    for (const node of nodes) {
      const place = this.paths.above(node) + 1;
      sums[place] = (sums[place] as number) + (this.table.weights[node] as number);
    }
    return sums;
  }

  /** Makes sure that a role and all above it are inner nodes. */
  #openInner(role: number): void {
    if (role < 0 || this.#kinds[role] === INNER) return;
    if (this.#kinds[role] === LEAF) this.#split(role);
    else {
      this.#openInner(this.paths.parentOf[role] as number);
      this.#create(role, INNER);
    }
  }

  /** A leaf gets roles below it: its own allocation and count go on in a virtual leaf (S10). */
  #split(role: number): void {
    const leaf = this.paths.virtualLeaf(role);
    this.#kinds[role] = INNER;
    this.#create(leaf, LEAF);
    this.table.allocated.copyRow(role, leaf);
    this.table.counts[leaf] = this.table.counts[role] as number;
  }

  #hasOnlyVirtualLeaf(role: number): boolean {
    return this.#childCounts[role] === 1 && this.#kinds[this.paths.virtualLeaf(role)] === LEAF;
  }

  /** The reverse of a split, but for the count: that of the inner node stays, with what its gone children added. */
  #collapse(role: number): void {
    this.#delete(this.paths.virtualLeaf(role));
    this.#kinds[role] = LEAF;
  }

  #create(node: RoleNode, kind: typeof LEAF | typeof INNER): void {
    this.treeVersion++;
    this.#kinds[node] = kind;
    this.table.reset(node);
    const isRole = node < this.paths.roles;
    this.table.weights[node] = isRole ? (this.#weights.get(node as RoleId) ?? 1) : 1;
    this.#isSeen[node] = 0;
    this.#unseen.push(node);
    const parent = this.paths.above(node);
    if (parent >= 0) this.#childCounts[parent] = (this.#childCounts[parent] as number) + 1;
    this.#siblings(node).insert(node);
  }

  #delete(node: RoleNode): void {
    this.treeVersion++;
    this.#kinds[node] = ABSENT;
    const parent = this.paths.above(node);
    if (parent >= 0) this.#childCounts[parent] = (this.#childCounts[parent] as number) - 1;
    this.#siblings(node).remove(node);
  }

  #bookAt(node: RoleNode, resources: Resources, sign: 1 | -1): void {
    this.table.allocated.book(node, resources, sign);
    this.#siblings(node).touch(node);
  }

  #setWeight(role: RoleId, weight: number): void {
    this.treeVersion++;
    this.table.weights[role] = weight;
    this.#siblings(role).touch(role);
  }

  #siblings(node: RoleNode): DrfOrder {
    const parent = this.paths.above(node);
    if (parent < 0) return this.#topLevel;
    this.#children[parent] ??= new DrfOrder(this.table);
    return this.#children[parent];
  }
}
