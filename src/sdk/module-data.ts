/**
 * What a module gives away, as JSON. Taken at once: what the module does to it later does not change it.
 * @throws TypeError when it is no plain data
 */
export function plainText(value: unknown): string {
  return JSON.stringify(value ?? null, refuseOthers);
}

/** JSON itself would turn these into null or an empty object, or leave them out. */
function refuseOthers(_key: string, value: unknown): unknown {
  const kind = kindOfOther(value);
  if (kind !== null) throw new TypeError(`a ${kind} is no plain data`);
  return value;
}

function kindOfOther(value: unknown): string | null {
  switch (typeof value) {
    case "function":
    case "symbol":
    case "bigint":
      return typeof value;
    case "number":
      return Number.isFinite(value) ? null : `number ${value}`;
    default:
      if (value instanceof Promise) return "promise";
      return value instanceof Map || value instanceof Set ? "Map or Set" : null;
  }
}
