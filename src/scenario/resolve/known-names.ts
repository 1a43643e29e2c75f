import type { Cursor } from "../document/cursor.js";

/**
 * Names that other parts of the scenario may refer to; null when some of them cannot be read, so that nobody is told that
 * something is missing which is only mistyped elsewhere.
 */
export type KnownNames = ReadonlySet<string> | null;

/** Whether all names of a list of `{ name, count }` entries can be read, whatever else is wrong with them. */
export function areNamesReadable(list: Cursor): boolean {
  const isReadable = (cursor: Cursor) => cursor.present || cursor.absent;
  return (
    isReadable(list) &&
    list.items.every((entry) => entry.isMap && isReadable(entry.get("name")) && isReadable(entry.get("count")))
  );
}
