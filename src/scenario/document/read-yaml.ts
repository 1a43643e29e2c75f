import { Composer, type CST, type Document, Lexer, LineCounter, type Node, Parser, type YAMLError } from "yaml";
import { BadInput, type Complaint } from "../../base/bad-input.js";
import { PlacedDocument } from "./placed-document.js";
import { DEEPEST_NESTING, inspectStructure, type StructureFault } from "./yaml-structure.js";

/** Syntax errors breed followers: beyond this many only their number is told. */
const MOST_SYNTAX_COMPLAINTS = 20;

/**
 * Reads one YAML document (1.2, with `<<` merges).
 *
 * @param file the file's name as the user gave it, for the places of complaints
 * @throws BadInput with every syntax error, key given twice, second document, alias bomb and so on
 */
export function readYaml(file: string, text: string): PlacedDocument {
  const lines = new LineCounter();
  const complain = (fault: StructureFault): Complaint => {
    const { line, col } = lines.linePos(fault.offset);
    const value = fault.value === undefined ? {} : { value: fault.value };
    return { place: `${file}:${line}:${col}`, ...value, rule: fault.rule, nextStep: fault.nextStep };
  };
  const { tokens, tooDeepAt } = tokenize(text, lines);
  if (tooDeepAt !== undefined) throw new BadInput([complain(tooDeep(tooDeepAt))]);
  const documents = compose(tokens, text, lines);
  const faults = documents.flatMap((document) =>
    [...document.errors, ...document.warnings].map((error) => syntaxFault(error, text)),
  );
  const second = documents[1];
  if (second !== undefined) faults.push(secondDocument(second));
  const root = (documents[0]?.contents ?? null) as Node | null;
  const structure = inspectStructure(faults.length === 0 ? root : null);
  const complaints = [...faults, ...structure.faults].map(complain);
  if (complaints.length > 0) throw new BadInput(cut(file, complaints));
  const value: unknown = documents[0]?.toJS({ maxAliasCount: -1 });
  return new PlacedDocument(file, value, root, lines, structure.anchors);
}

function compose(tokens: readonly CST.Token[], text: string, lines: LineCounter): Document.Parsed[] {
  const options = {
    lineCounter: lines,
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  } as const;
  return [...new Composer(options).compose(tokens, true, text.length)];
}

/**
 * The parser is iterative, the composer after it is not: it is given nothing that nests too deep. (Left to itself it
 * runs out of stack inside a regular expression, which ends the whole process.)
 */
function tokenize(text: string, lines: LineCounter): { tokens: CST.Token[]; tooDeepAt?: number } {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST_NESTING) return { tokens, tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function tooDeep(offset: number): StructureFault {
  const rule = `a scenario is nested at most ${DEEPEST_NESTING} levels deep`;
  return { offset, rule, nextStep: "look for brackets that are never closed" };
}

function secondDocument(document: Document.Parsed): StructureFault {
  const nextStep = "put each scenario into a file of its own";
  return { offset: document.range[0], value: "---", rule: "a file holds one YAML document", nextStep };
}

const NEXT_STEPS: Partial<Record<YAMLError["code"], string>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "check the indentation and that every bracket is closed",
  MISSING_CHAR: "close the quote or bracket",
  BLOCK_AS_IMPLICIT_KEY: "quote a text that holds a colon, or begin a new line",
  BAD_SCALAR_START: "quote a text that begins with this character",
  UNEXPECTED_TOKEN: "check the indentation and punctuation before this place",
  TAG_RESOLVE_FAILED: "remove the tag; scenarios use plain YAML only",
};

/** In a flow map the brace of a parameter begins another map. */
const QUOTE_PLACEHOLDER = `quote a parameter within braces, such as "\${NAME}"`;

function syntaxFault(error: YAMLError, text: string): StructureFault {
  const [offset] = error.pos;
  const rule = `not valid YAML: ${error.message}`;
  const isPlaceholder = text[offset] === "{" && text[offset - 1] === "$";
  const nextStep = isPlaceholder ? QUOTE_PLACEHOLDER : (NEXT_STEPS[error.code] ?? "mend the YAML at this place");
  return { offset, rule, nextStep };
}

function cut(file: string, complaints: Complaint[]): Complaint[] {
  if (complaints.length <= MOST_SYNTAX_COMPLAINTS) return complaints;
  const more = complaints.length - MOST_SYNTAX_COMPLAINTS;
  return [
    ...complaints.slice(0, MOST_SYNTAX_COMPLAINTS),
    {
      place: file,
      rule: `${more} more errors of this kind`,
      nextStep: "mend the first ones, the others may follow from them",
    },
  ];
}
