import { type ParseError, printParseErrorCode } from "jsonc-parser";

/** A syntax error of a JSON text, in plain words. */
export interface SyntaxFault {
  readonly offset: number;
  readonly rule: string;
  readonly nextStep: string;
}

type Words = Pick<SyntaxFault, "rule" | "nextStep">;

/** The parser's codes by name, but the ones that `wordsFor` tells apart by the text around them. */
const WORDS: Readonly<Record<string, Words>> = {
  InvalidSymbol: {
    rule: "neither a value nor punctuation",
    nextStep: 'write names and texts in double quotes ("...")',
  },
  InvalidNumberFormat: { rule: "not a number", nextStep: "write it in digits" },
  PropertyNameExpected: { rule: "a name in double quotes is missing here", nextStep: 'write "name": value' },
  ValueExpected: { rule: "a value is missing here", nextStep: "write a value, or take the punctuation away" },
  ColonExpected: { rule: "missing colon", nextStep: 'write "name": value' },
  CloseBraceExpected: { rule: "missing closing brace", nextStep: "write } where the object ends" },
  CloseBracketExpected: { rule: "missing closing bracket", nextStep: "write ] where the list ends" },
  EndOfFileExpected: { rule: "more text after the value", nextStep: "take away what follows the first value" },
  InvalidCommentToken: { rule: "a comment", nextStep: "take it away: JSON has none" },
  UnexpectedEndOfString: { rule: "a text that does not end on its line", nextStep: 'close it with ", or write \\n' },
  UnexpectedEndOfNumber: { rule: "a number that lacks digits", nextStep: "write a digit after the point or exponent" },
  InvalidUnicode: { rule: "\\u without four hexadecimal digits", nextStep: "write for example \\u00e9" },
  InvalidEscapeCharacter: { rule: "unknown escape in a text", nextStep: "write \\\\ for a backslash" },
  InvalidCharacter: { rule: "a control character in a text", nextStep: "write it as \\t or \\u00.." },
};

const OTHER: Words = { rule: "not valid here", nextStep: "mend the JSON at this place" };

/** What the parser found, each slip once, at the place where it is to be mended. */
export function syntaxFaults(errors: readonly ParseError[], text: string): SyntaxFault[] {
  const own = errors.filter((error, i) => !follows(error, errors[i - 1], text));
  const faults = own.map((error) => describe(error, text));
  return faults.filter(({ offset }, i) => offset !== faults[i - 1]?.offset);
}

/** The parser goes on after an error, which may make it stumble a second time over the same slip. */
function follows(error: ParseError, before: ParseError | undefined, text: string): boolean {
  if (before === undefined) return false;
  if (before.offset === error.offset) return true;
  const cause = printParseErrorCode(before.error);
  if (cause === "PropertyNameExpected") return printParseErrorCode(error.error) === "ValueExpected";
  if (cause !== "InvalidSymbol") return false;
  // An unknown word is skipped; then what it stood for is missing.
  return text.slice(before.offset + before.length, error.offset).trim() === "";
}

function describe({ error, offset }: ParseError, text: string): SyntaxFault {
  const code = printParseErrorCode(error);
  const before = text.slice(0, offset).trimEnd();
  if (code === "CommaExpected") {
    // Where the comma belongs, which may be lines before the word that showed that it is missing.
    return { offset: before.length, ...invalid({ rule: "missing comma", nextStep: "write a comma here" }) };
  }
  const closes = text[offset] === "}" || text[offset] === "]";
  if (closes && before.endsWith(",")) {
    return { offset: before.length - 1, ...invalid({ rule: "trailing comma", nextStep: "take the comma away" }) };
  }
  return { offset, ...invalid(WORDS[code] ?? OTHER) };
}

function invalid({ rule, nextStep }: Words): Words {
  return { rule: `not valid JSON: ${rule}`, nextStep };
}
