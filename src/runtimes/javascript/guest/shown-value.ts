/*
 * Runs inside QuickJS: values as the console shows them.
 */
const { isArray } = Array;
const { keys, getPrototypeOf } = Object;
const { stringify } = JSON;

/** Deeper and longer than this is only hinted at: a cluster is large, and everything in it leads to everything else. */
const DEEPEST = 3;
const MOST_ITEMS = 100;

/** A text as it is, everything else as one would write it. */
export function shown(value: unknown): string {
  return typeof value === "string" ? value : part(value, 0, []);
}

function part(value: unknown, depth: number, around: readonly object[]): string {
  if (typeof value === "string") return stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name === "" ? "[function]" : `[function ${value.name}]`;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  if (around.includes(value)) return "[circular]";
  if (value instanceof Error) return `${value.name}: ${value.message}\n${value.stack ?? ""}`.trimEnd();
  const inside = [...around, value];
  if (value instanceof Map) return `Map ${listed([...value], depth, inside, "{", "}", pairOf)}`;
  if (value instanceof Set) return `Set ${listed([...value], depth, inside, "{", "}", part)}`;
  if (isArray(value)) return listed(value, depth, inside, "[", "]", part);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    return listed([...(value as unknown as Iterable<number>)], depth, inside, "[", "]", part);
  }
  return nameOf(value) + listed(keys(value), depth, inside, "{", "}", fieldOf(value));
}

type Shown<T> = (item: T, depth: number, around: readonly object[]) => string;

function listed<T>(
  items: readonly T[],
  depth: number,
  around: readonly object[],
  open: string,
  close: string,
  show: Shown<T>,
): string {
  if (items.length === 0) return open + close;
  if (depth === DEEPEST) return `${open}...${close}`;
  // A hole is an item as well.
  const some = Array.from(items.slice(0, MOST_ITEMS), (item) => show(item, depth + 1, around));
  if (items.length > MOST_ITEMS) some.push(`... ${items.length - MOST_ITEMS} more`);
  return open === "[" ? `[${some.join(", ")}]` : `{ ${some.join(", ")} }`;
}

const pairOf: Shown<[unknown, unknown]> = ([key, value], depth, around) =>
  `${part(key, depth, around)} => ${part(value, depth, around)}`;

function fieldOf(object: object): Shown<string> {
  return (key, depth, around) => `${key}: ${part((object as Record<string, unknown>)[key], depth, around)}`;
}

/** Of a class of its own: `Agent `. */
function nameOf(value: object): string {
  const name = (getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `${name} ` : "";
}
