import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { keyText } from "./placed-document.js";

/** Something wrong in the shape of a YAML document, at an offset of the file. */
export interface StructureFault {
  readonly offset: number;
  readonly value?: string;
  readonly rule: string;
  readonly nextStep: string;
}

export interface DocumentStructure {
  readonly faults: readonly StructureFault[];
  /** What each alias stands for. */
  readonly anchors: ReadonlyMap<Alias, Node>;
}

/** More levels than any scenario needs, few enough for every recursive reader. */
export const DEEPEST_NESTING = 100;
/** Values after all aliases are written out: what keeps a file of a few lines from standing for millions ("alias bomb"). */
export const MOST_VALUES = 2_000_000;

interface Extent {
  readonly values: number;
  readonly depth: number;
}

const ONE_VALUE: Extent = { values: 1, depth: 1 };

/**
 * Checks what the YAML parser leaves open, each with its place: keys given twice, keys that are no scalars, aliases of
 * nothing or of themselves, merges of what is no map, and documents that expand beyond `MOST_VALUES` or `DEEPEST_NESTING`.
 * One pass, linear in the size of the file.
 */
export function inspectStructure(root: Node | null): DocumentStructure {
  const inspection = new Inspection();
  if (root !== null) inspection.visit(root);
  return inspection;
}

class Inspection implements DocumentStructure {
  readonly faults: StructureFault[] = [];
  readonly anchors = new Map<Alias, Node>();
  readonly #named = new Map<string, Node>();
  /** Extents of finished nodes that have an anchor; an anchor without one is still being read. */
  readonly #extents = new Map<Node, Extent>();
  #isTooLarge = false;

  visit(node: Node): Extent {
    if (isAlias(node)) return this.#visitAlias(node);
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor !== undefined) this.#named.set(anchor, node);
    const extent = isMap(node) ? this.#visitMap(node) : isSeq(node) ? this.#visitList(node) : ONE_VALUE;
    if (anchor !== undefined) this.#extents.set(node, extent);
    return extent;
  }

  #visitAlias(alias: Alias): Extent {
    const target = this.#named.get(alias.source);
    const extent = target === undefined ? undefined : this.#extents.get(target);
    if (target === undefined) {
      this.#fault(alias, "no anchor of this name stands above", `write &${alias.source} at the value it repeats`);
    } else if (extent === undefined) {
      this.#fault(alias, "an alias may not stand inside the value that it repeats", "repeat another value");
    } else {
      this.anchors.set(alias, target);
    }
    return extent ?? ONE_VALUE;
  }

  #visitMap(map: YAMLMap): Extent {
    const seen = new Map<string, Node>();
    return this.#sum(
      map.items.map((pair) => {
        this.#checkKey(pair, seen);
        if (keyText(pair) === "<<") this.#checkMerge(pair);
        return pair.value as Node | null;
      }),
    );
  }

  #visitList(list: YAMLSeq): Extent {
    return this.#sum(list.items as (Node | null)[]);
  }

  #sum(children: readonly (Node | null)[]): Extent {
    let values = 1;
    let depth = 0;
    for (const child of children) {
      if (child === null) continue;
      const extent = this.visit(child);
      values += extent.values;
      depth = Math.max(depth, extent.depth);
      this.#checkExtent(child, values, depth + 1);
    }
    return this.#isTooLarge ? ONE_VALUE : { values, depth: depth + 1 };
  }

  #checkExtent(node: Node, values: number, depth: number): void {
    if (this.#isTooLarge || (values <= MOST_VALUES && depth <= DEEPEST_NESTING)) return;
    this.#isTooLarge = true;
    const rule =
      depth > DEEPEST_NESTING
        ? `a scenario is nested at most ${DEEPEST_NESTING} levels deep, aliases written out`
        : `a scenario has at most ${MOST_VALUES} values, aliases written out`;
    this.#fault(node, rule, "repeat less through aliases");
  }

  #checkKey(pair: Pair, seen: Map<string, Node>): void {
    const key = keyText(pair);
    const node = pair.key as Node;
    if (key === undefined) {
      this.#fault(node, "a key is a single word", "quote it if it is meant to be text");
    } else if (key !== "<<" && seen.has(key)) {
      this.#fault(node, "this key is given twice in one map", "keep one of the two");
    } else {
      seen.set(key, node);
    }
  }

  #checkMerge(pair: Pair): void {
    const value = pair.value as Node | null;
    for (const source of isSeq(value) ? (value.items as Node[]) : [value]) {
      const target = isAlias(source) ? this.#named.get(source.source) : source;
      const isUnresolved = isAlias(source) && target === undefined;
      if (isMap(target) || isUnresolved) continue;
      this.#fault(
        source ?? (pair.key as Node),
        "<< merges maps only",
        "name the anchor of a map, such as <<: *defaults",
      );
    }
  }

  #fault(node: Node, rule: string, nextStep: string): void {
    const value = isAlias(node) ? `*${node.source}` : isScalar(node) ? String(node.value) : undefined;
    this.faults.push({ offset: node.range?.[0] ?? 0, rule, nextStep, ...(value === undefined ? {} : { value }) });
  }
}
