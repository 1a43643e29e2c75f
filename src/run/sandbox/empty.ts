/** What a module exports, or any other object whose properties are powers. */
export type Exports = Record<string | symbol, unknown>;

/** Every function has these; none of them is a power. */
const OF_ANY_FUNCTION = new Set<string | symbol>(["length", "name", "prototype", "arguments", "caller"]);

/**
 * Puts, for good, a refusal in the place of every function and object that is not kept. Plain values stay: they can do
 * nothing, and loaders read them.
 *
 * @param owner for the message
 * @returns what Node does not let be replaced, by its full name
 */
export function empty(exports: Exports, owner: string, isKept: (name: string | symbol) => boolean): string[] {
  const open: string[] = [];
  for (const key of Reflect.ownKeys(exports)) {
    if (isKept(key) || OF_ANY_FUNCTION.has(key)) continue;
    const property = Object.getOwnPropertyDescriptor(exports, key) as PropertyDescriptor;
    if (property.get === undefined && !isPower(property.value)) continue;
    const name = `${owner}.${String(key)}`;
    // V8 makes a new shape of an object for each property that is defined anew in its place, which takes ten times as long.
    Reflect.deleteProperty(exports, key);
    if (!replace(exports, key, refusal(name), property.enumerable)) open.push(name);
  }
  return open;
}

/** Puts a value in the place of another one, for good. @returns false when Node does not let it be replaced */
export function replace(object: object, key: string | symbol, value: unknown, enumerable = false): boolean {
  return Reflect.defineProperty(object, key, { value, enumerable, writable: false, configurable: false });
}

function isPower(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** Not an arrow function: packages derive classes from what they find here, while they are loaded. */
function refusal(what: string): () => never {
  return function refused(): never {
    throw Object.assign(new Error(`${what} is closed to scripts`), { code: "ERR_ACCESS_DENIED" });
  };
}
