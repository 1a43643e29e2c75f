import type { Cluster } from "../cluster.js";
import type { ClusterEvent } from "../cluster-event.js";
import type { MirrorSubscription } from "../mirror/nouns.js";
import { compareBytes } from "../mirror/resource-text.js";
import type { Agent, Framework, Role, Subscription, Vector } from "../model.js";

/** A role in the tree, or the virtual leaf `.` for the frameworks of a role that has others below it. */
interface Node {
  readonly role: Role;
  /** `eng/ml`, or `eng/.` */
  readonly path: string;
  readonly isVirtual: boolean;
  /** Null at the top. */
  readonly parent: Node | null;
  count: number;
  /** Null: a leaf. */
  children: Node[] | null;
  /** The virtual leaf among the children. */
  own: Node | null;
}

/** In use by a framework that is not there yet. */
interface Awaited {
  readonly framework: Framework;
  readonly role: Role;
  readonly agent: Agent;
}

interface Ranked {
  readonly share: number;
  readonly count: number;
  readonly path: string;
}

/** What cannot change who is in which role, nor a share. */
const QUIET: ReadonlySet<ClusterEvent["op"]> = new Set([
  "acceptOffer",
  "requestResources",
  "inverseOfferResponse",
  "revocationDenied",
  "allocate",
]);

/**
 * The tree of roles that have frameworks, and how often each of its nodes was given something: what DRF sorts siblings by.
 *
 * A role that has frameworks and roles below it has a virtual leaf `.` for its own frameworks (S10). Every node holds what its
 * subtree holds (S5). Counts follow the nodes: they rise for a leaf and all above it with each offer, and go with the node (S8).
 */
export class RoleTree {
  readonly #cluster: Cluster;
  readonly #parentOf = new Map<Role, Role>();
  readonly #top: Node[] = [];
  readonly #nodes = new Map<Role, Node>();
  /** Offers that the mirror counts as one, since they were merged. */
  readonly #extra = new Map<Subscription, number>();
  #awaited: Awaited[] = [];
  #order: readonly Role[] | null = null;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    for (const role of cluster.roles) {
      const slash = role.name.lastIndexOf("/");
      const parent = slash < 0 ? undefined : cluster.roles.find(({ name }) => name === role.name.slice(0, slash));
      if (parent !== undefined) this.#parentOf.set(role, parent);
    }
  }

  note(event: ClusterEvent): void {
    if (QUIET.has(event.op)) return;
    this.#order = null;
    this.#follow();
    if (event.op === "addAgent") {
      for (const { framework, role } of event.used) {
        if (framework.there) this.#count(role);
        else this.#awaited.push({ framework, role, agent: event.agent });
      }
    } else if (event.op === "addFramework") {
      // What it used before it was there counts now (L1).
      for (const { framework, role } of this.#awaited) if (framework === event.framework) this.#count(role);
      this.#awaited = this.#awaited.filter(({ framework }) => framework !== event.framework);
    } else if (event.op === "removeAgent") {
      this.#awaited = this.#awaited.filter(({ agent }) => agent !== event.agent);
    }
    for (const subscription of this.#extra.keys()) {
      if (!(subscription as MirrorSubscription).isKept) this.#extra.delete(subscription);
    }
  }

  /** One more offer to the framework in the role; to be told before it is made. */
  allocated(subscription: Subscription, agent: Agent): void {
    this.#order = null;
    this.#count(subscription.role);
    const draft = (subscription as MirrorSubscription).holdings.get(agent.id)?.draft ?? null;
    if (draft !== null) this.#extra.set(subscription, (this.#extra.get(subscription) ?? 0) + 1);
  }

  /** Roles with frameworks of their own, depth first. */
  roles(): readonly Role[] {
    this.#order ??= this.#leaves(this.#top);
    return this.#order;
  }

  /** The frameworks of a role that want offers. */
  subscriptions(role: Role): readonly Subscription[] {
    const list = this.#cluster.subscriptionsByShare(role);
    if (this.#extra.size === 0) return list;
    return list
      .map((subscription) => ({
        subscription,
        share: this.#cluster.subscriptionShare(subscription),
        count: subscription.count + (this.#extra.get(subscription) ?? 0),
        path: subscription.framework.name,
      }))
      .sort(compare)
      .map(({ subscription }) => subscription);
  }

  #leaves(nodes: readonly Node[]): Role[] {
    return nodes
      .map((node) => ({ node, share: this.#shareOf(node), count: node.count, path: node.path }))
      .sort(compare)
      .flatMap(({ node }) => (node.children === null ? [node.role] : this.#leaves(node.children)));
  }

  /** The virtual leaf has no weight of its own (S6). */
  #shareOf(node: Node): number {
    const counted = this.#cluster.zeros();
    addCounted(node, counted, this.#cluster.options.countLentInShares);
    return this.#cluster.dominantShare(counted) / (node.isVirtual ? 1 : node.role.weight);
  }

  /** Roles that have frameworks now and had none, and then those the other way round: who moves is in both for a moment. */
  #follow(): void {
    const { roles } = this.#cluster;
    for (const role of roles) if (role.subscriptions.length > 0 && !this.#hasLeaf(role)) this.#add(role);
    for (const role of roles) if (role.subscriptions.length === 0 && this.#hasLeaf(role)) this.#remove(role);
  }

  #hasLeaf(role: Role): boolean {
    const node = this.#nodes.get(role);
    return node !== undefined && (node.own !== null || node.children === null);
  }

  #add(role: Role): void {
    const node = this.#nodes.get(role);
    if (node !== undefined) addVirtualLeaf(node, 0);
    else this.#create(role, null);
  }

  #create(role: Role, children: Node[] | null): Node {
    const above = this.#parentOf.get(role);
    const parent = above === undefined ? null : this.#inner(above);
    const node = { role, path: role.name, isVirtual: false, parent, count: 0, children, own: null };
    this.#nodes.set(role, node);
    (parent?.children ?? this.#top).push(node);
    return node;
  }

  /** The node of the role as an inner one; a leaf's own count goes on in a virtual leaf. */
  #inner(role: Role): Node {
    const node = this.#nodes.get(role);
    if (node === undefined) return this.#create(role, []);
    if (node.children === null) {
      node.children = [];
      addVirtualLeaf(node, node.count);
    }
    return node;
  }

  /** The role has lost its last framework (S11). */
  #remove(role: Role): void {
    const node = this.#nodes.get(role)!;
    let above = node.own === null ? node.parent : node;
    this.#takeOut(node.own ?? node);
    while (above !== null && above.children!.length === 0) {
      this.#takeOut(above);
      above = above.parent;
    }
    // Only its own frameworks are left: a leaf again, which keeps the count of the inner node.
    if (above === null || above.own === null || above.children!.length > 1) return;
    above.own = null;
    above.children = null;
  }

  #takeOut(node: Node): void {
    const siblings = node.parent?.children ?? this.#top;
    siblings.splice(siblings.indexOf(node), 1);
    if (node.isVirtual) node.parent!.own = null;
    else this.#nodes.delete(node.role);
  }

  #count(role: Role): void {
    const node = this.#nodes.get(role)!;
    for (let at: Node | null = node.own ?? node; at !== null; at = at.parent) at.count++;
  }
}

function addVirtualLeaf(node: Node, count: number): void {
  const { role, path } = node;
  node.own = { role, path: `${path}/.`, isVirtual: true, parent: node, count, children: null, own: null };
  node.children!.push(node.own);
}

/** What counts in the shares of the roles below a node, or in its own. */
function addCounted({ role, children }: Node, sum: Vector, countsLent: boolean): void {
  if (children !== null) for (const child of children) addCounted(child, sum, countsLent);
  else {
    const { held, borrowed } = role;
    for (const [key, amount] of held.entries()) sum[key] = sum[key]! + amount - (countsLent ? 0 : borrowed[key]!);
  }
}

function compare(a: Ranked, b: Ranked): number {
  return a.share - b.share || a.count - b.count || compareBytes(a.path, b.path);
}
