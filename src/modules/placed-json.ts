import type { Node } from "jsonc-parser";
import type { Complaint } from "../base/bad-input.js";
import type { DocumentPath, Fault, PlacedDocument } from "./placed-document.js";
import type { TextLines } from "./text-lines.js";

/** A JSON value with the places of its parts. */
export class PlacedJson implements PlacedDocument {
  readonly value: unknown;
  readonly #source: string;
  readonly #root: Node;
  readonly #lines: TextLines;

  /** @param source what places begin with: the file as the user named it, or the flag */
  constructor(source: string, root: Node, lines: TextLines) {
    this.#source = source;
    this.#root = root;
    this.#lines = lines;
    this.value = plain(root);
  }

  offset(path: DocumentPath, on: Fault["on"]): number {
    let node = this.#root;
    let key: Node | undefined;
    for (const step of path) {
      const property = typeof step === "string" ? lastProperty(node, step) : undefined;
      const next = property === undefined ? node.children?.[step as number] : property.children?.[1];
      if (next === undefined) return node.offset;
      key = property?.children?.[0];
      node = next;
    }
    return on === "key" ? (key ?? node).offset : node.offset;
  }

  complaint({ path, on, value, rule, nextStep }: Fault): Complaint {
    const place = `${this.#source}:${this.#lines.at(this.offset(path, on))}`;
    return { place, ...(value === undefined ? {} : { value }), rule, nextStep };
  }
}

/** The last of equal keys is the one that counts (M7). */
function lastProperty(node: Node, key: string): Node | undefined {
  return node.type === "object"
    ? node.children?.findLast((property) => property.children?.[0]?.value === key)
    : undefined;
}

/** Without a prototype, so that a key such as `__proto__` is a key like others. */
function plain(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plain);
  if (node.type !== "object") return node.value;
  const object: Record<string, unknown> = Object.create(null);
  for (const property of node.children ?? []) {
    const [key, value] = property.children as [Node, Node];
    object[key.value as string] = plain(value);
  }
  return object;
}
