import { parseResourceText, type ResourceEntry } from "./resource-text.js";

const MOST_KEPT = 1024;
const kept = new Map<string, readonly ResourceEntry[]>();

/**
 * As `parseResourceText`, for texts that come again and again: an agent's loops ask every few seconds what each container
 * holds, and reading that anew was half of the time of a run that lends slack.
 *
 * @throws ResourceTextError
 */
export function parsedText(text: string): readonly ResourceEntry[] {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const entries = parseResourceText(text);
  if (kept.size === MOST_KEPT) kept.clear();
  kept.set(text, entries);
  return entries;
}
