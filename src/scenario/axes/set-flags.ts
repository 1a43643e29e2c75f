import { parse } from "yaml";
import type { Complaint } from "../../base/bad-input.js";
import type { DocumentPath } from "../document/document-path.js";
import { findPath } from "./dotted-key.js";

/** `--set KEY=V1,V2`, taken apart. */
export interface SetFlag {
  readonly key: string;
  /** One or more, as YAML reads them. */
  readonly values: readonly unknown[];
}

/** Several values that a flag sets where one can stand: an axis, whatever the schema says of the place. */
export class SetAxis {
  readonly flag: SetFlag;

  constructor(flag: SetFlag) {
    this.flag = flag;
  }
}

/** Reads the flags; those that are wrong are complained about and left out. */
export function readSetFlags(texts: readonly string[], complaints: Complaint[]): SetFlag[] {
  const seen = new Set<string>();
  return texts.flatMap((text) => {
    const at = text.indexOf("=");
    const key = text.slice(0, Math.max(0, at));
    const complain = (rule: string, nextStep: string) => {
      complaints.push({ place: "--set", value: text, rule, nextStep });
      return [];
    };
    if (at < 1) return complain("a setting is KEY=VALUE, or KEY=V1,V2", "write it such as --set roles.prod.weight=1,2");
    if (seen.has(key)) return complain(`the key ${key} is set twice`, "give all its values in one flag: KEY=V1,V2");
    seen.add(key);
    const parts = splitValues(text.slice(at + 1));
    if (parts.some((part) => part.trim() === "")) return complain("a value is missing", "write one between the commas");
    try {
      return [{ key, values: parts.map((part) => parse(part, { logLevel: "error" }) as unknown) }];
    } catch {
      return complain("a value is not valid YAML", "put a text that holds brackets, quotes or colons into quotes");
    }
  });
}

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };

const QUOTES: ReadonlySet<string> = new Set(['"', "'"]);

/** Splits at commas that stand in no brackets and no quotes. */
function splitValues(text: string): string[] {
  const parts: string[] = [];
  const closings: string[] = [];
  let part = "";
  for (const character of text) {
    const isQuoted = closings.at(-1) === '"' || closings.at(-1) === "'";
    if (character === closings.at(-1)) closings.pop();
    else if (!isQuoted && CLOSING[character] !== undefined) closings.push(CLOSING[character]);
    else if (!isQuoted && QUOTES.has(character) && (closings.length > 0 || part.trim() === ""))
      closings.push(character);
    if (character === "," && closings.length === 0) {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part];
}

/** Where a flag put something into a document: complaints about it are about the flag. */
export interface SetPlace {
  readonly flag: SetFlag;
  /** What the flag gave the document: the value, or the outermost of the maps that had to be made for it. */
  readonly path: DocumentPath;
}

/** The document with what the flags set, and where that is. A flag of several values sets a `SetAxis`. */
export function applySetFlags(
  document: unknown,
  flags: readonly SetFlag[],
  complaints: Complaint[],
): { document: unknown; places: SetPlace[] } {
  const places: SetPlace[] = [];
  let changed = document;
  for (const flag of flags) {
    const found = findPath(flag.key, changed);
    if ("rule" in found) complaints.push({ place: `--set ${flag.key}`, ...found });
    else {
      const { path, there } = found;
      changed = withValue(changed, path, flag.values.length === 1 ? flag.values[0] : new SetAxis(flag));
      places.push({ flag, path: path.slice(0, there + 1) });
    }
  }
  return { document: changed, places };
}

/** A copy of the document with another value at a path; maps that are not there are made. */
export function withValue(document: unknown, path: DocumentPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(document)) return document.with(step as number, withValue(document[step as number], rest, value));
  const entries = new Map(Object.entries((document as object | undefined) ?? {}));
  entries.set(String(step), withValue(entries.get(String(step)), rest, value));
  return Object.fromEntries(entries);
}
