import type { Attribute } from "../cluster/agent-profile.js";

/** A text that names no attributes. The message says the rule; the caller knows the place. */
export class AttributeTextError extends Error {
  readonly value: string;

  constructor(value: string, rule: string) {
    super(rule);
    this.name = "AttributeTextError";
    this.value = value;
  }
}

const SCALAR = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const RANGES = /^\[\s*\d+\s*-\s*\d+\s*(?:,\s*\d+\s*-\s*\d+\s*)*\]$/;
const SET = /^\{[^{},]*(?:,[^{},]*)*\}$/;

/**
 * Reads Mesos' `--attributes`, `rack:r1;size:4;ports:[1-2];set:{a,b}`. What looks like a number is a scalar, brackets make
 * ranges and braces a set; everything else is a text. A name may come twice: selectors take the first (P8).
 *
 * @throws AttributeTextError
 */
export function parseAttributes(text: string): Attribute[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseAttribute);
}

function parseAttribute(text: string): Attribute {
  const colon = text.indexOf(":");
  const name = text.slice(0, Math.max(0, colon)).trim();
  const value = text.slice(colon + 1).trim();
  if (name === "" || value === "") {
    throw new AttributeTextError(text, "an attribute is written name:value, several joined by semicolons");
  }
  return { name, kind: kindOf(value), value };
}

function kindOf(value: string): Attribute["kind"] {
  if (value.startsWith("[")) {
    if (!RANGES.test(value)) throw new AttributeTextError(value, "ranges are written [first-last,first-last]");
    return "ranges";
  }
  if (value.startsWith("{")) {
    if (!SET.test(value)) throw new AttributeTextError(value, "a set is written {a,b}");
    return "set";
  }
  return SCALAR.test(value) ? "scalar" : "text";
}

/** As `parseAttributes` reads them. */
export function formatAttributes(attributes: readonly Attribute[]): string {
  return attributes.map(({ name, value }) => `${name}:${value}`).join(";");
}
