/**
 * `prefix-001`, `prefix-002`, ...: padded with zeros to one width, so that byte order is number order.
 *
 * @param first the number of the first name
 * @param last the greatest number that any name with this prefix will have
 * @param digits the least width
 */
export function numberedNames(prefix: string, first: number, count: number, last: number, digits: number): string[] {
  const width = Math.max(digits, String(last).length);
  return Array.from({ length: count }, (_, i) => `${prefix}-${String(first + i).padStart(width, "0")}`);
}
