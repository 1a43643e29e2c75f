import { compareBytes } from "../../../src/base/byte-order.js";

interface Node {
  readonly name: string;
  readonly path: string;
  readonly parent: Node | null;
  isLeaf: boolean;
  children: Node[];
  count: number;
  weight: number | null;
}

/** The role sorter told plainly: linked nodes, paths as texts, everything sorted anew each time. */
export class PlainRoleTree {
  readonly #root: Node = { name: "", path: "", parent: null, isLeaf: false, children: [], count: 0, weight: null };
  readonly #weights = new Map<string, number>();
  readonly #cachesWeights: boolean;

  constructor(cachesWeights: boolean) {
    this.#cachesWeights = cachesWeights;
  }

  add(role: string): void {
    let node = this.#root;
    const parts = role.split("/");
    for (const [depth, part] of parts.entries()) {
      if (node.isLeaf) {
        node.isLeaf = false;
        node.children = [this.#node(".", node, true, node.count)];
      }
      let child = node.children.find((c) => c.name === part);
      if (child === undefined) {
        child = this.#node(part, node, depth === parts.length - 1, 0);
        node.children.push(child);
      } else if (depth === parts.length - 1) child.children.push(this.#node(".", child, true, 0));
      node = child;
    }
  }

  remove(role: string): void {
    let node = this.#client(role) as Node;
    let parent = node.parent as Node;
    parent.children = parent.children.filter((c) => c !== node);
    while (parent !== this.#root && parent.children.length === 0) {
      node = parent;
      parent = node.parent as Node;
      parent.children = parent.children.filter((c) => c !== node);
    }
    if (parent.children.length === 1 && parent.children[0]?.name === ".") {
      parent.children = [];
      parent.isLeaf = true;
    }
  }

  countAllocation(role: string): void {
    for (let node: Node | null = this.#client(role) ?? null; node !== null; node = node.parent) node.count++;
  }

  updateWeight(role: string, weight: number): void {
    this.#weights.set(role, weight);
    if (!this.#cachesWeights) for (const node of this.#nodes(this.#root)) node.weight = null;
    const client = this.#client(role);
    const node = client?.name === "." ? client.parent : client;
    if (node) node.weight = weight;
  }

  /**
   * @param share of a role and all below it (or of the role alone), not weighted
   * @returns roles in the order in which they are asked
   */
  sorted(share: (role: string, own: boolean) => number): string[] {
    const order = (node: Node): string[] => {
      const keyed = node.children.map((child) => {
        child.weight ??= this.#weights.get(child.path) ?? 1;
        const role = child.name === "." ? node.path : child.path;
        return { child, share: share(role, child.name === ".") / child.weight };
      });
      keyed.sort(
        (a, b) => a.share - b.share || a.child.count - b.child.count || compareBytes(a.child.path, b.child.path),
      );
      return keyed.flatMap(({ child }) => {
        if (!child.isLeaf) return order(child);
        return [child.name === "." ? node.path : child.path];
      });
    };
    return order(this.#root);
  }

  #node(name: string, parent: Node, isLeaf: boolean, count: number): Node {
    const path = parent === this.#root ? name : `${parent.path}/${name}`;
    return { name, path, parent, isLeaf, children: [], count, weight: null };
  }

  #client(role: string): Node | undefined {
    return [...this.#nodes(this.#root)].find((n) => n.isLeaf && (n.path === role || n.path === `${role}/.`));
  }

  *#nodes(node: Node): Iterable<Node> {
    for (const child of node.children) {
      yield child;
      yield* this.#nodes(child);
    }
  }
}
