import type { ParameterValue } from "../../allocator/allocator.js";
import type { Cursor } from "../document/cursor.js";
import { defaultLabel } from "./allocator-reference.js";

/** One entry of the scenario's list of allocators. */
export interface AllocatorEntry {
  readonly cursor: Cursor;
  readonly label: string;
  /** Undefined when it is missing or cannot be read: complained about by then. */
  readonly use: string | undefined;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** The entries of `allocators` that have a label; it may stand only once. */
export function readAllocatorEntries(list: Cursor): AllocatorEntry[] {
  const seen = new Set<string>();
  return list.items.flatMap((cursor) => {
    const use = cursor.get("use").text;
    const given = cursor.get("label");
    const label = given.text ?? (use === undefined ? undefined : defaultLabel(use));
    if (label === undefined) return [];
    if (seen.has(label)) {
      const place = given.present ? given : cursor.get("use");
      place.complain("two allocators have this label", "give one of them another label", label);
    }
    seen.add(label);
    return [{ cursor, label, use, parameters: readParameters(cursor.get("parameters")) }];
  });
}

/** Whether the list has a label for each entry, whatever else is wrong with it. */
export function areLabelsReadable(list: Cursor): boolean {
  if (!list.present) return list.absent;
  return list.items.every(
    (entry) => entry.get("label").present || (entry.get("label").absent && entry.get("use").present),
  );
}

function readParameters(map: Cursor): Record<string, ParameterValue> {
  return Object.fromEntries(map.entries.flatMap(([key, { value }]) => (isParameter(value) ? [[key, value]] : [])));
}

function isParameter(value: unknown): value is ParameterValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
