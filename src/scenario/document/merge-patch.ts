/**
 * A document with a patch applied as JSON Merge Patch has it (RFC 7386): maps are merged key by key, null deletes a key,
 * everything else (lists too) replaces what was there. Neither argument is changed.
 */
export function mergePatch(document: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const merged = new Map(isMap(document) ? Object.entries(document) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  // fromEntries defines own properties, so that even a key such as __proto__ stays plain data.
  return Object.fromEntries(merged);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
