import { compareBytes } from "../../base/byte-order.js";
import { FIELD_TYPES, type Fields, FieldsDefect } from "./fields.js";

interface Field {
  readonly path: string;
  readonly value: string;
  readonly type: string;
}

/**
 * Lays JSON data out as fields. Null is absent; a list's value is its length, an object's the number of its members.
 *
 * @param data null: there are no fields
 * @throws FieldsDefect for what C cannot read: a text with a NUL in it, a member without a name
 */
export function writeFields(data: unknown): Fields {
  const fields: Field[] = [];
  // Members are found below the root, which needs no field of its own.
  if (isObject(data)) addMembers(fields, "", data);
  else add(fields, "", data);
  fields.sort((a, b) => compareBytes(a.path, b.path));
  return {
    paths: fields.map(({ path }) => path),
    values: fields.map(({ value }) => value),
    types: fields.map(({ type }) => type).join(""),
  };
}

function add(fields: Field[], path: string, value: unknown): void {
  if (isNothing(value)) return;
  if (typeof value === "string") fields.push({ path, value: whole(value, path), type: FIELD_TYPES.text });
  else if (typeof value === "boolean") fields.push({ path, value: String(value), type: FIELD_TYPES.boolean });
  else if (typeof value === "number") fields.push({ path, value: JSON.stringify(value), type: FIELD_TYPES.number });
  else if (Array.isArray(value)) addItems(fields, path, value);
  else addObject(fields, path, value as Readonly<Record<string, unknown>>);
}

function addItems(fields: Field[], path: string, items: readonly unknown[]): void {
  fields.push({ path, value: String(items.length), type: FIELD_TYPES.list });
  for (const [index, item] of items.entries()) add(fields, below(path, String(index)), item);
}

function addObject(fields: Field[], path: string, object: Readonly<Record<string, unknown>>): void {
  const members = Object.values(object).filter((member) => !isNothing(member));
  fields.push({ path, value: String(members.length), type: FIELD_TYPES.object });
  addMembers(fields, path, object);
}

function addMembers(fields: Field[], path: string, object: Readonly<Record<string, unknown>>): void {
  for (const [name, member] of Object.entries(object)) {
    if (name === "") throw new FieldsDefect(`a member of ${path || "the input"} has no name`);
    add(fields, below(path, whole(name, path).replace(/[.\\]/g, "\\$&")), member);
  }
}

/** JSON has no other numbers than finite ones. */
function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "number" && !Number.isFinite(value));
}

function below(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function whole(text: string, path: string): string {
  if (text.includes("\0")) throw new FieldsDefect(`a text at ${path || "the input"} holds a NUL character`);
  return text;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
