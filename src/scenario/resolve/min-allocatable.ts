import type { Cursor } from "../document/cursor.js";
import { formatEntries, readPlainResources } from "./resources-value.js";

/** A list of alternatives as resource texts (F11). */
export function readAlternatives(list: Cursor): string[] {
  return list.items.flatMap(readAlternative);
}

function readAlternative(alternative: Cursor): string[] {
  const entries = readPlainResources(alternative);
  if (entries === undefined) return [];
  if (entries.length > 0) return [formatEntries(entries)];
  alternative.complain("an alternative of minAllocatable holds some resources", "write such as cpus:0.01");
  return [];
}
