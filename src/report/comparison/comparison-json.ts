import type { Comparison } from "../../compare/comparison.js";

/** Numbers side by side: one on each line would make most of the document. */
const LIST_OF_NUMBERS = /\[\n([\s\d.,eE+\-nul]*?)\n\s*\]/g;

/** The document's text, as `--json` prints it and `comparison.json` holds it. */
export function formatComparison(comparison: Comparison): string {
  const text = JSON.stringify(comparison, null, 1);
  return `${text.replace(LIST_OF_NUMBERS, (_, list: string) => `[${list.trim().split(/\s+/).join(" ")}]`)}\n`;
}
