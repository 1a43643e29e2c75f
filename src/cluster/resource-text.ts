import { DEFAULT_ROLE, isWithinRole, roleNameDefect } from "./role-name.js";

/** What a resource entry is an amount of, by name. */
export interface ResourceKeyParts {
  readonly name: string;
  /** The roles it is reserved to, each below the one before (a refined reservation has several); empty: unreserved. */
  readonly reservations: readonly string[];
  /** The id of a volume or a whole disk, which is given out whole or not at all (C12); null: divisible. */
  readonly volume: string | null;
  readonly modifier: "none" | "revocable" | "shared";
}

/** Which items of ranges (`ports:[31000-32000]`) or of a set (`rack:{a,b}`). */
export type EntryItems =
  | { readonly kind: "ranges"; readonly intervals: readonly (readonly [first: number, last: number])[] }
  | { readonly kind: "set"; readonly members: readonly string[] };

/** One `key:value` of a resource text, before names become ids. */
export interface ResourceEntry extends ResourceKeyParts {
  /** An exact integer of thousandths; of ranges and sets the number of items, in thousandths too. */
  readonly milli: number;
  /** Null for a scalar. */
  readonly items: EntryItems | null;
}

/** A resource text that breaks a rule of the contract's section 3. The message says the rule; the caller knows the place. */
export class ResourceTextError extends Error {
  readonly value: string;

  constructor(value: string, rule: string) {
    super(rule);
    this.name = "ResourceTextError";
    this.value = value;
  }
}

const KEY = /^([A-Za-z_][\w.-]*)((?:\([^()]*\))*)(?:\[([^[\]]*)\])?(\{REV\}|\{SHARED\})?$/;
const SCALAR = /^(-?)(\d+)(?:\.(\d+))?$/;
const RANGE = /^\s*(\d+)\s*-\s*(\d+)\s*$/;
const MEMBER = /^[\w./-]+$/;
/** So that a number of items is exact as thousandths. */
const HIGHEST_ITEM = 2 ** 42;

/** An unreserved scalar. */
export function scalarEntry(name: string, milli: number): ResourceEntry {
  return { name, reservations: [], volume: null, modifier: "none", milli, items: null };
}

/**
 * Reads `cpus:4;cpus(prod):2;cpus(prod)(prod/web):1;cpus{REV}:1;ports:[31000-32000];rack:{a,b};disk(prod)[v1]{SHARED}:64`.
 * Blanks around entries are allowed, an empty text is no resources, a key given twice is an error.
 *
 * @param zeros whether an entry of zero is kept (quota limits: `cpus:0` means none) or dropped
 * @throws ResourceTextError
 */
export function parseResourceText(text: string, zeros: "keep" | "drop" = "drop"): ResourceEntry[] {
  const entries: ResourceEntry[] = [];
  const seen = new Set<string>();
  for (const part of text.split(";")) {
    const entryText = part.trim();
    if (entryText === "") continue;
    const colon = entryText.indexOf(":");
    if (colon < 0) throw new ResourceTextError(entryText, "a resource is written name:value, several joined by ;");
    const entry = parseEntry(entryText.slice(0, colon).trim(), entryText.slice(colon + 1).trim());
    const key = resourceKeyText(entry);
    if (seen.has(key)) throw new ResourceTextError(entryText, `the resource ${key} is given twice`);
    seen.add(key);
    if (entry.milli > 0 || zeros === "keep") entries.push(entry);
  }
  return entries;
}

function parseEntry(keyText: string, value: string): ResourceEntry {
  const key = parseKey(keyText);
  const items = parseItems(value);
  if (items === null) return { ...key, milli: parseMilli(value), items };
  if (key.volume !== null) throw new ResourceTextError(value, "a volume has a size, not items");
  const count =
    items.kind === "set" ? items.members.length : items.intervals.reduce((sum, [a, b]) => sum + b - a + 1, 0);
  return { ...key, milli: count * 1000, items };
}

function parseKey(text: string): ResourceKeyParts {
  const match = KEY.exec(text);
  if (match === null) {
    const rule = "a resource key is a name, then (role) if reserved, [id] for a volume, {REV} or {SHARED}";
    throw new ResourceTextError(text, rule);
  }
  const [, name, stack, volume, modifier] = match;
  const reservations = [...(stack as string).matchAll(/\(([^()]*)\)/g)].map((found) => found[1] as string);
  checkReservations(text, reservations);
  if (modifier === "{REV}" && reservations.length > 0) {
    throw new ResourceTextError(text, "a revocable resource cannot be reserved");
  }
  if (volume === "") throw new ResourceTextError(text, "a volume has an id");
  if (modifier === "{SHARED}" && (volume === undefined || reservations.length === 0)) {
    throw new ResourceTextError(text, "only a reserved volume can be shared: write name(role)[id]{SHARED}");
  }
  if (modifier === "{REV}" && volume !== undefined) throw new ResourceTextError(text, "a volume cannot be revocable");
  return {
    name: name as string,
    reservations: reservations[0] === DEFAULT_ROLE ? [] : reservations,
    volume: volume ?? null,
    modifier: modifier === "{REV}" ? "revocable" : modifier === "{SHARED}" ? "shared" : "none",
  };
}

function checkReservations(text: string, reservations: readonly string[]): void {
  for (const [i, role] of reservations.entries()) {
    const defect = roleNameDefect(role);
    if (defect !== undefined) throw new ResourceTextError(text, defect);
    const above = reservations[i - 1];
    if (above !== undefined && (role === above || !isWithinRole(role, above))) {
      throw new ResourceTextError(text, "a refined reservation is to a role below the one before it");
    }
  }
}

/** Null for a scalar. */
function parseItems(value: string): EntryItems | null {
  if (value.startsWith("[")) return { kind: "ranges", intervals: parseRanges(value) };
  if (value.startsWith("{")) return { kind: "set", members: parseMembers(value) };
  return null;
}

function parseRanges(value: string): [number, number][] {
  const intervals = listWithin(value, "]").map((text): [number, number] => {
    const match = RANGE.exec(text);
    if (match === null) throw new ResourceTextError(value, "ranges are written [first-last,first-last]");
    return [Number(match[1]), Number(match[2])];
  });
  intervals.sort((a, b) => a[0] - b[0]);
  for (const [i, [first, last]] of intervals.entries()) {
    if (first > last) throw new ResourceTextError(value, "a range goes from the lower to the higher number");
    if (last > HIGHEST_ITEM) throw new ResourceTextError(value, "a range ends at 2^42 at most");
    if (i > 0 && first <= (intervals[i - 1] as [number, number])[1]) {
      throw new ResourceTextError(value, "ranges may not overlap");
    }
  }
  return intervals;
}

function parseMembers(value: string): string[] {
  const members = listWithin(value, "}").map((text) => text.trim());
  for (const [i, member] of members.entries()) {
    if (!MEMBER.test(member)) throw new ResourceTextError(value, "a set is written {a,b}: words joined by commas");
    if (members.indexOf(member) < i) throw new ResourceTextError(value, `the set has ${member} twice`);
  }
  return members;
}

function listWithin(value: string, end: string): string[] {
  if (!value.endsWith(end)) throw new ResourceTextError(value, `the list is not closed by ${end}`);
  const inside = value.slice(1, -1);
  return inside.trim() === "" ? [] : inside.split(",");
}

/**
 * Reads a decimal number of at most three decimals as thousandths.
 * @throws ResourceTextError for anything else, a negative number, or more than 2^53-1 thousandths
 */
export function parseMilli(value: string): number {
  const match = SCALAR.exec(value);
  if (match === null) throw new ResourceTextError(value, "a scalar resource is a decimal number");
  const decimals = match[3] ?? "";
  if (decimals.length > 3 && /[^0]/.test(decimals.slice(3))) {
    throw new ResourceTextError(value, "a scalar resource has at most three decimals");
  }
  const milli = Number(match[2]) * 1000 + Number(decimals.slice(0, 3).padEnd(3, "0"));
  if (match[1] === "-" && milli !== 0) throw new ResourceTextError(value, "a resource may not be negative");
  if (!Number.isSafeInteger(milli)) throw new ResourceTextError(value, "a scalar resource is at most (2^53-1)/1000");
  return milli;
}

export function formatMilli(milli: number): string {
  const whole = Math.floor(milli / 1000);
  const rest = milli - whole * 1000;
  if (rest === 0) return String(whole);
  return `${whole}.${String(rest).padStart(3, "0").replace(/0+$/, "")}`;
}

export function resourceKeyText({ name, reservations, volume, modifier }: ResourceKeyParts): string {
  let text = name;
  for (const role of reservations) text += `(${role})`;
  if (volume !== null) text += `[${volume}]`;
  if (modifier !== "none") text += modifier === "revocable" ? "{REV}" : "{SHARED}";
  return text;
}
