/** Where in a module's text another one is asked for: `line:column`, or null when it is not written there as it is asked for. */
export function importPlace(code: string, request: string): string | null {
  const literal = request.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const asking = new RegExp(`(?:\\bfrom|\\bimport)\\s*\\(?\\s*(["'])${literal}\\1`).exec(code);
  return asking === null ? null : placeAt(code, asking.index + asking[0].length - request.length - 2);
}

/** `line:column`, counted from 1. */
export function placeAt(code: string, index: number): string {
  const lines = code.slice(0, index).split("\n");
  return `${lines.length}:${(lines.at(-1) as string).length + 1}`;
}
