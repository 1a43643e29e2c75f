import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { Complaint } from "../../base/bad-input.js";
import type { Defect } from "./defects.js";
import type { DocumentPath } from "./document-path.js";

/** A part of a document that came from somewhere else than its own place in the file. */
export interface Relocation {
  readonly path: DocumentPath;
  /** Another place of the file, or a flag. */
  readonly from: { readonly path: DocumentPath } | { readonly flag: string };
}

/** A document read from YAML, which still knows where in the file each value stands. */
export class PlacedDocument {
  /** As the user named it. */
  readonly file: string;
  readonly value: unknown;
  readonly #root: Node | null;
  readonly #lines: LineCounter;
  readonly #anchors: ReadonlyMap<Alias, Node>;
  readonly #relocations: readonly Relocation[];
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string | undefined, Pair>>();

  constructor(
    file: string,
    value: unknown,
    root: Node | null,
    lines: LineCounter,
    anchors: ReadonlyMap<Alias, Node>,
    relocations: readonly Relocation[] = [],
  ) {
    this.file = file;
    this.value = value;
    this.#root = root;
    this.#lines = lines;
    this.#anchors = anchors;
    this.#relocations = relocations;
  }

  /** The same file read as another value, parts of which came from elsewhere in this one. */
  changed(value: unknown, relocations: readonly Relocation[]): PlacedDocument {
    const moved = relocations.map(({ path, from }): Relocation => {
      return { path, from: "flag" in from ? from : this.#originOf(from.path) };
    });
    const all = [...moved, ...this.#relocations];
    return new PlacedDocument(this.file, value, this.#root, this.#lines, this.#anchors, all);
  }

  /** Whether the file itself, or a flag, has something at the path. */
  holds(path: DocumentPath): boolean {
    const origin = this.#originOf(path);
    return "flag" in origin || this.#find(origin.path).depth === origin.path.length;
  }

  /** Offset in the file; of the nearest enclosing value when nothing stands at the path itself; -1 for what a flag gave. */
  offset(path: DocumentPath, on: Defect["on"]): number {
    const origin = this.#originOf(path);
    if ("flag" in origin) return -1;
    const { node, key, depth } = this.#find(origin.path);
    const pointed = on === "key" && depth === origin.path.length && key !== null ? key : node;
    return pointed?.range?.[0] ?? key?.range?.[0] ?? 0;
  }

  complaint(defect: Defect): Complaint {
    const value = defect.value === undefined ? {} : { value: defect.value };
    return { place: this.#place(defect), ...value, rule: defect.rule, nextStep: defect.nextStep };
  }

  #place({ path, on }: Defect): string {
    const origin = this.#originOf(path);
    if ("flag" in origin) return origin.flag;
    const { line, col } = this.#lines.linePos(this.offset(path, on));
    return `${this.file}:${line}:${col}`;
  }

  /** Where the value at a path came from, by the innermost relocation around it. */
  #originOf(path: DocumentPath): Relocation["from"] {
    let origin: Relocation["from"] = { path };
    let depth = -1;
    for (const { path: moved, from } of this.#relocations) {
      if (moved.length <= depth || !moved.every((step, i) => path[i] === step)) continue;
      depth = moved.length;
      origin = "flag" in from ? from : { path: [...from.path, ...path.slice(moved.length)] };
    }
    return origin;
  }

  #find(path: DocumentPath): { node: Node | null; key: Node | null; depth: number } {
    let node = this.#followAlias(this.#root);
    let key: Node | null = null;
    for (let depth = 0; depth < path.length; depth++) {
      const step = path[depth] as string | number;
      const pair = isMap(node) ? this.#pairOf(node, String(step)) : undefined;
      const item = pair !== undefined ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
      if (item === undefined) return { node, key, depth };
      key = (pair?.key as Node | undefined) ?? null;
      node = this.#followAlias(item as Node | null);
    }
    return { node, key, depth: path.length };
  }

  #pairOf(map: YAMLMap, key: string): Pair | undefined {
    const own = this.#pairsOf(map).get(key);
    if (own !== undefined) return own;
    for (const pair of map.items) {
      if (keyText(pair) !== "<<") continue;
      const merged = this.#followAlias(pair.value as Node | null);
      for (const source of isSeq(merged) ? merged.items : [merged]) {
        const target = this.#followAlias(source as Node | null);
        const found = isMap(target) ? this.#pairOf(target, key) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** A map's pairs by key, made when first asked for: a large map may have many complaints. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string | undefined, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.map((pair) => [keyText(pair), pair]));
    this.#pairs.set(map, pairs);
    return pairs;
  }

  #followAlias(node: Node | null): Node | null {
    return isAlias(node) ? (this.#anchors.get(node) ?? node) : node;
  }
}

/** The text of a scalar key, undefined for a collection. The merge key `<<` is a symbol of that name. */
export function keyText(pair: Pair): string | undefined {
  if (!isScalar(pair.key)) return undefined;
  const { value } = pair.key;
  return typeof value === "symbol" ? value.description : String(value ?? "");
}
