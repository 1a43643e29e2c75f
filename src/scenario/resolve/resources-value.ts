import { compareBytes } from "../../base/byte-order.js";
import {
  formatMilli,
  parseResourceText,
  type ResourceEntry,
  ResourceTextError,
  resourceKeyText,
} from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";
import { parseSize } from "./size-value.js";

const NEXT_STEP = "write such as cpus:4;mem:1024 (MiB) or {cpus: 4, mem: 64GB}";

/** Resources whose scalar is MiB, so that a size with a unit makes sense. */
const SIZES: ReadonlySet<string> = new Set(["mem", "disk"]);
const BYTES_PER_MIB = 2n ** 20n;

const PLAIN_RULE = "a number for each name and nothing else: no (role), [id], {REV} or items";

/** Resources as text or as a map with human sizes, and lists of ranges; undefined when absent or wrong (then with complaints). */
export function readResources(cursor: Cursor, zeros: "keep" | "drop" = "drop"): ResourceEntry[] | undefined {
  if (cursor.text !== undefined) return parse(cursor, cursor.text, zeros);
  if (!cursor.isMap) return undefined;
  const entries: ResourceEntry[] = [];
  let sound = true;
  for (const [key, amount] of cursor.entries) {
    const read = readEntry(key, amount, zeros);
    if (read === undefined) sound = false;
    else entries.push(...read);
  }
  return sound ? entries : undefined;
}

/** As `readResources`, and a number per name and nothing else: what a task asks for, or what a quota is made of. */
export function readPlainResources(cursor: Cursor, zeros: "keep" | "drop" = "drop"): ResourceEntry[] | undefined {
  const entries = readResources(cursor, zeros);
  const odd = entries?.find((entry) => entry.items !== null || resourceKeyText(entry) !== entry.name);
  if (odd === undefined) return entries;
  cursor.complain(PLAIN_RULE, `write such as ${odd.name}:4`, resourceKeyText(odd));
  return undefined;
}

/** The amount of one plain resource in thousandths, read as the value of a map's entry; undefined with a complaint. */
export function readAmount(name: string, cursor: Cursor): number | undefined {
  const entry = readEntry(name, cursor, "keep")?.[0];
  if (entry === undefined || entry.items === null) return entry?.milli;
  cursor.complain(PLAIN_RULE, "write a number");
  return undefined;
}

/** Quantities as a resource text: keys in byte order. */
export function formatEntries(entries: readonly ResourceEntry[]): string {
  const parts = entries.map((entry) => [resourceKeyText(entry), formatMilli(entry.milli)] as const);
  return [...parts]
    .sort((a, b) => compareBytes(a[0], b[0]))
    .map(([key, amount]) => `${key}:${amount}`)
    .join(";");
}

/** At most one entry: none when it is zero and zeros are dropped. */
function readEntry(key: string, amount: Cursor, zeros: "keep" | "drop"): ResourceEntry[] | undefined {
  const { value } = amount;
  if (typeof value === "number") return parse(amount, `${key}:${value}`, zeros);
  if (Array.isArray(value)) return readRanges(key, amount, zeros);
  if (typeof value !== "string") return undefined;
  const isItems = /^\s*[[{]/.test(value);
  if (isItems || !/[A-Za-z]/.test(value)) return parse(amount, `${key}:${value}`, zeros);
  const mib = sizeInMib(key, amount, value);
  return mib === undefined ? undefined : parse(amount, `${key}:${mib}`, zeros);
}

/** `[31000-32000, 33000-33999]`, as YAML reads it: a list of texts. */
function readRanges(key: string, list: Cursor, zeros: "keep" | "drop"): ResourceEntry[] | undefined {
  const ranges = list.items.map((item) => item.text);
  return ranges.includes(undefined) ? undefined : parse(list, `${key}:[${ranges}]`, zeros);
}

/** `64GB` -> `65536` */
function sizeInMib(key: string, amount: Cursor, text: string): string | undefined {
  if (!SIZES.has(key.replace(/[([{].*$/, ""))) {
    amount.complain(`an amount of ${key} is a decimal number without a unit`, "write it such as 4");
    return undefined;
  }
  const bytes = parseSize(text);
  if (bytes === undefined) {
    amount.complain("a size is a number with a unit: KB, MB, GB, TB (powers of 1024)", "write it such as 64GB");
    return undefined;
  }
  const thousandBytes = BigInt(bytes) * 1000n;
  if (thousandBytes % BYTES_PER_MIB !== 0n) {
    amount.complain(`${key} is counted in MiB with at most three decimals`, "write it in MB, such as 64MB");
    return undefined;
  }
  return formatMilli(Number(thousandBytes / BYTES_PER_MIB));
}

function parse(cursor: Cursor, text: string, zeros: "keep" | "drop"): ResourceEntry[] | undefined {
  try {
    return parseResourceText(text, zeros);
  } catch (error) {
    if (!(error instanceof ResourceTextError)) throw error;
    cursor.complain(error.message, NEXT_STEP, error.value);
    return undefined;
  }
}
