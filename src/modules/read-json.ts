import { createScanner, type Node, type ParseError, parseTree } from "jsonc-parser";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { syntaxFaults } from "./json-syntax-faults.js";
import { PlacedJson } from "./placed-json.js";
import { TextLines } from "./text-lines.js";

export interface ReadJson {
  readonly document: PlacedJson;
  /** Keys given twice in one object. */
  readonly warnings: readonly Complaint[];
}

/** Errors breed followers: beyond this many only their number is told. */
const MOST_COMPLAINTS = 20;
/** The parser is recursive. A manifest that means something is seven levels deep. */
const DEEPEST_NESTING = 100;
/** What JSON calls white space; a byte order mark and the like are none. */
const ONLY_SPACE = /^[ \t\r\n]*$/;

/**
 * Reads one JSON value by RFC 8259 to the letter: no comments, no trailing commas, nothing after it (M6).
 *
 * @param source what places begin with: the file as the user named it, or the flag
 * @throws BadInput with all syntax errors that can be told apart, each with line and column
 */
export function readJson(source: string, text: string): ReadJson {
  const lines = new TextLines(text);
  const complain = ({ offset, ...said }: Located): Complaint => ({ place: `${source}:${lines.at(offset)}`, ...said });
  const faults = syntaxOf(text);
  if ("faults" in faults) throw new BadInput(cut(source, faults.faults.map(complain)));
  const { huge, repeated } = inspectValues(faults.root);
  if (huge.length > 0) throw new BadInput(cut(source, huge.map(complain)));
  return { document: new PlacedJson(source, faults.root, lines), warnings: repeated.map(complain) };
}

interface Located extends Omit<Complaint, "place"> {
  readonly offset: number;
}

function syntaxOf(text: string): { readonly root: Node } | { readonly faults: readonly Located[] } {
  if (ONLY_SPACE.test(text)) {
    return { faults: [{ offset: 0, rule: "there is no JSON here, only emptiness", nextStep: "write at least {}" }] };
  }
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const rule = `nested more than ${DEEPEST_NESTING} levels deep`;
    return { faults: [{ offset: deep, rule, nextStep: "look for brackets that are never closed" }] };
  }
  const errors: ParseError[] = [];
  const options = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };
  const root = parseTree(text, errors, options);
  if (errors.length > 0 || root === undefined) return { faults: syntaxFaults(errors, text) };
  return { root };
}

function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let end = -1; scanner.getPosition() > end; ) {
    end = scanner.getPosition();
    scanner.scan();
    const offset = scanner.getTokenOffset();
    if (text[offset] === "{" || text[offset] === "[") depth++;
    else if (text[offset] === "}" || text[offset] === "]") depth--;
    if (depth > DEEPEST_NESTING) return offset;
  }
  return undefined;
}

/** Numbers beyond what a double holds (M6), and keys that a later equal one replaces (M7). */
function inspectValues(root: Node): { readonly huge: readonly Located[]; readonly repeated: readonly Located[] } {
  const huge: Located[] = [];
  const repeated: Located[] = [];
  const visit = (node: Node): void => {
    if (node.type === "number" && !Number.isFinite(node.value)) {
      huge.push({ offset: node.offset, rule: "the number is too large", nextStep: "write one below 1.8e308" });
    }
    if (node.type === "object") repeated.push(...replacedKeys(node));
    node.children?.forEach(visit);
  };
  visit(root);
  return { huge, repeated };
}

function replacedKeys(object: Node): Located[] {
  const keys = (object.children ?? []).map((property) => property.children?.[0] as Node);
  const last = new Map(keys.map((key) => [key.value as string, key]));
  return keys
    .filter((key) => last.get(key.value as string) !== key)
    .map(({ offset, value }) => {
      return {
        offset,
        value,
        rule: "the key stands twice in one object, and the later one counts",
        nextStep: "keep one",
      };
    });
}

function cut(source: string, complaints: Complaint[]): Complaint[] {
  const more = complaints.length - MOST_COMPLAINTS;
  if (more <= 0) return complaints;
  const rule = `${more} more errors of this kind`;
  const nextStep = "mend the first ones, the others may follow from them";
  return [...complaints.slice(0, MOST_COMPLAINTS), { place: source, rule, nextStep }];
}
