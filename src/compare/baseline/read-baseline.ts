import { readFileSync } from "node:fs";
import { BadInput } from "../../base/bad-input.js";
import type { Comparison } from "../comparison.js";

/** Reads an earlier comparison. @throws BadInput when it is none */
export function readBaseline(file: string): Comparison {
  const refuse = (rule: string) => {
    const nextStep = "name a comparison.json that workbench compare --out has written";
    return new BadInput([{ place: "--baseline", value: file, rule, nextStep }]);
  };
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refuse(code === undefined ? "the file is no JSON document" : `the file cannot be read (${code})`);
  }
  if (!isComparison(document)) throw refuse("the file holds no comparison of this format");
  return document;
}

function isComparison(document: unknown): document is Comparison {
  if (typeof document !== "object" || document === null) return false;
  const { comparison, scenarios } = document as { comparison?: unknown; scenarios?: unknown };
  return comparison === 1 && Array.isArray(scenarios);
}
