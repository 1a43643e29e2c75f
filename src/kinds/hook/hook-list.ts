/** The names in a value of --hooks: split at commas and not trimmed, so that an empty segment is an empty name (H1). */
export function splitHookList(text: string): string[] {
  return text.split(",");
}
