import { FIELD_TYPES, FieldsDefect } from "./fields.js";

/** Fields as a module made them, in any order: not yet believed. */
export interface GivenFields {
  readonly paths: readonly (string | null)[];
  /** Null: there is nothing at this path. */
  readonly values: readonly (string | null)[];
  /** Null: each is a text, or the length of a list when there is something below it. */
  readonly types: string | null;
}

/** A place in the data, with what stands below it. */
interface Place {
  /** For messages. */
  readonly path: string;
  value: string | null;
  type: string | null;
  readonly below: Map<string, Place>;
}

/**
 * The JSON data that fields stand for; null when there are none. Of equal paths the later one counts.
 *
 * @throws FieldsDefect
 */
export function readFields({ paths, values, types }: GivenFields): unknown {
  const root = newPlace("");
  for (const [i, path] of paths.entries()) {
    const value = values[i] ?? null;
    if (path === null) throw new FieldsDefect("a path is a null pointer");
    if (value === null) continue;
    const place = placeOf(root, path);
    place.value = value;
    place.type = types === null ? null : (types[i] ?? null);
  }
  return dataOf(root);
}

function newPlace(path: string): Place {
  return { path, value: null, type: null, below: new Map() };
}

function placeOf(root: Place, path: string): Place {
  let place = root;
  if (path === "") return place;
  for (const name of namesIn(path)) {
    let next = place.below.get(name);
    if (next === undefined) {
      next = newPlace(place === root ? name : `${place.path}.${name}`);
      place.below.set(name, next);
    }
    place = next;
  }
  return place;
}

/** The names along a path: a `\` keeps the character after it from ending one. */
function namesIn(path: string): string[] {
  if (!path.includes("\\")) return checked(path.split("."), path);
  const names = [""];
  for (let i = 0; i < path.length; i++) {
    if (path[i] === ".") names.push("");
    else names[names.length - 1] += path[i] === "\\" ? (path[++i] ?? "") : path[i];
  }
  return checked(names, path);
}

function checked(names: string[], path: string): string[] {
  if (names.includes("")) throw new FieldsDefect(`the path ${JSON.stringify(path)} has an empty name in it`);
  return names;
}

function dataOf(place: Place): unknown {
  switch (place.type ?? untypedKind(place)) {
    case null:
      return null;
    case FIELD_TYPES.list:
      return listOf(place);
    case FIELD_TYPES.object:
      // fromEntries defines members and never assigns them: a module's `__proto__` is a member like any other.
      return Object.fromEntries([...place.below].map(([name, member]) => [name, dataOf(member)]));
    case FIELD_TYPES.text:
      return scalarOf(place, place.value);
    case FIELD_TYPES.number:
      return scalarOf(place, parsed(place, "number"));
    case FIELD_TYPES.boolean:
      return scalarOf(place, parsed(place, "boolean"));
    default:
      throw new FieldsDefect(`${named(place)} has the unknown type ${JSON.stringify(place.type)}`);
  }
}

function untypedKind({ value, below }: Place): string | null {
  if (below.size === 0) return value === null ? null : FIELD_TYPES.text;
  return value === null ? FIELD_TYPES.object : FIELD_TYPES.list;
}

function listOf(place: Place): unknown[] {
  const length = Number(place.value);
  if (!/^\d+$/.test(place.value ?? "") || length !== place.below.size) {
    const found = `${place.below.size} items are there`;
    throw new FieldsDefect(`${named(place)} is a list of ${JSON.stringify(place.value)}, and ${found}`);
  }
  return Array.from({ length }, (_, i) => {
    const item = place.below.get(String(i));
    if (item === undefined) throw new FieldsDefect(`${named(place)} lacks item ${i}`);
    return dataOf(item);
  });
}

function scalarOf<T>(place: Place, value: T): T {
  if (place.below.size > 0) throw new FieldsDefect(`${named(place)} has a value, and something is below it`);
  return value;
}

function parsed(place: Place, type: "number" | "boolean"): number | boolean {
  try {
    const value: unknown = JSON.parse(place.value ?? "");
    if (typeof value === type) return value as number | boolean;
  } catch {
    // Said below.
  }
  throw new FieldsDefect(`${named(place)} is ${JSON.stringify(place.value)}, which is no ${type}`);
}

function named({ path }: Place): string {
  return path === "" ? "the answer" : path;
}
