import type { DocumentPath } from "../document/document-path.js";
import type { Schema } from "../schema/scenario-schema.js";
import { axisFormOf, type SchemaPlaces } from "./schema-places.js";
import { SetAxis } from "./set-flags.js";

/** Where a document has several values for one. */
export interface FoundAxis {
  readonly path: DocumentPath;
  readonly values: readonly unknown[];
  /** From the axis' own path to its list: nothing, or the key `axis`. Null: a flag gave the values. */
  readonly listed: readonly string[] | null;
}

/**
 * The axes of a document, in its order: a list where the schema takes a single value and no list, `{ axis: [...] }`
 * wherever it takes a single value, and what flags set.
 */
export function findAxes(document: unknown, places: SchemaPlaces): FoundAxis[] {
  const found: FoundAxis[] = [];
  const visit = (value: unknown, path: DocumentPath, schemas: readonly Schema[]): void => {
    const axis = axisAt(value, path, schemas);
    if (axis !== undefined) found.push(axis);
    else for (const [step, part] of partsOf(value)) visit(part, [...path, step], schemasBelow(path, schemas, step));
  };
  const schemasBelow = (path: DocumentPath, schemas: readonly Schema[], step: string | number) =>
    places.below(isOverrides(path) ? places.top : schemas, step);
  visit(document, [], places.top);
  return found;
}

/** A row's overrides are a part of a scenario themselves. */
function isOverrides(path: DocumentPath): boolean {
  return path.length === 3 && path[0] === "allocators" && path[2] === "overrides";
}

function axisAt(value: unknown, path: DocumentPath, schemas: readonly Schema[]): FoundAxis | undefined {
  if (value instanceof SetAxis) return { path, values: value.flag.values, listed: null };
  const form = axisFormOf(schemas);
  if (form === null) return undefined;
  if (isFilledList(value)) return form === "list" ? { path, values: value, listed: [] } : undefined;
  const values = axisMap(value);
  return values === undefined ? undefined : { path, values, listed: ["axis"] };
}

/** What `{ axis: [...] }` lists. */
function axisMap(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [key, ...others] = Object.keys(value);
  const list = key === "axis" && others.length === 0 ? (value as { axis: unknown }).axis : undefined;
  return isFilledList(list) ? list : undefined;
}

function isFilledList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function partsOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
