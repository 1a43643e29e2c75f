/** `agent-0001`, `agent-0002`, ...: names whose byte order is that of their numbers. */
export function numbered(prefix: string, count: number): string[] {
  const width = String(count).length;
  return Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(width, "0")}`);
}
