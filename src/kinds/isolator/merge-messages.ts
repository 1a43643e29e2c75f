/**
 * Merges two messages as protocol buffers do (I3, I7): a value that `later` sets replaces the earlier one, lists are
 * appended, messages within are merged in turn. Null and undefined are not set, and are dropped.
 */
export function mergeMessages<M extends object>(earlier: M, later: M): M {
  const members = new Map<string, unknown>();
  for (const message of [earlier, later]) {
    for (const [name, value] of Object.entries(message)) {
      if (value === null || value === undefined) continue;
      members.set(name, mergeValues(members.get(name), value));
    }
  }
  // fromEntries defines members and never assigns them: a module's `__proto__` is a member like any other.
  return Object.fromEntries(members) as M;
}

function mergeValues(earlier: unknown, later: unknown): unknown {
  if (Array.isArray(later)) return Array.isArray(earlier) ? [...earlier, ...later] : later;
  if (!isMessage(later)) return later;
  return mergeMessages(isMessage(earlier) ? earlier : {}, later);
}

function isMessage(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
