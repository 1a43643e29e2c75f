/** Where in a module's text another one is asked for: `line:column`, or null when it is not written there as it is asked for. */
export function importPlace(code: string, request: string): string | null {
  const literal = request.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const asking = new RegExp(`(?:\\bfrom|\\bimport)\\s*\\(?\\s*(["'])${literal}\\1`).exec(code);
  if (asking === null) return null;
  const before = code.slice(0, asking.index + asking[0].length - request.length - 2);
  const lines = before.split("\n");
  return `${lines.length}:${(lines.at(-1) as string).length + 1}`;
}
