/** A value from module code that is not of the kind that was asked for. The message says what it should be, and where. */
export class ValueDefect extends Error {}

export function readText(value: unknown, place: string): string {
  if (typeof value !== "string") throw new ValueDefect(`${place} must be a text`);
  return value;
}

/** An empty record is an empty list, too: Lua has one kind of table for both. */
export function readList<T>(value: unknown, place: string, item: (value: unknown, place: string) => T): T[] {
  const list = isRecord(value) && Object.keys(value).length === 0 ? [] : value;
  if (!Array.isArray(list)) throw new ValueDefect(`${place} must be a list`);
  return list.map((member, i) => item(member, `${place}[${i}]`));
}

/** An empty list is an empty record, too. */
export function readRecord(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  if (Array.isArray(value) && value.length === 0) return {};
  throw new ValueDefect(`${place} must be a record`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
