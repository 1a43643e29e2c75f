import { roleNameDefect } from "./role-name.js";

/** One `key:value` of a resource text, before names become ids. `milli` is an exact integer of thousandths. */
export interface ResourceEntry {
  readonly name: string;
  /** The role the amount is reserved to; null for an unreserved one. */
  readonly reservation: string | null;
  readonly revocable: boolean;
  readonly milli: number;
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

const KEY = /^([A-Za-z_][\w.-]*)(?:\(([^()]*)\))?(\{REV\})?$/;
const SCALAR = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads `cpus:4;cpus(prod):2;cpus{REV}:1;mem:1024`. Blanks around entries are allowed, an empty text is no resources,
 * a key given twice is an error.
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
    const key = resourceKeyText(entry.name, entry.reservation, entry.revocable);
    if (seen.has(key)) throw new ResourceTextError(entryText, `the resource ${key} is given twice`);
    seen.add(key);
    if (entry.milli > 0 || zeros === "keep") entries.push(entry);
  }
  return entries;
}

function parseEntry(key: string, value: string): ResourceEntry {
  const match = KEY.exec(key);
  if (match === null) {
    throw new ResourceTextError(key, "a resource key is a name, then (role) if reserved, then {REV} if revocable");
  }
  const reservation = match[2] ?? null;
  if (reservation !== null) {
    const defect = roleNameDefect(reservation);
    if (defect !== undefined) throw new ResourceTextError(key, defect);
    if (match[3] !== undefined) throw new ResourceTextError(key, "a revocable resource cannot be reserved");
  }
  if (value.startsWith("[") || value.startsWith("{")) {
    throw new ResourceTextError(value, "ranges and sets are not simulated yet: only scalar resources are");
  }
  return {
    name: match[1] as string,
    reservation: reservation === "*" ? null : reservation,
    revocable: match[3] !== undefined,
    milli: parseMilli(value),
  };
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

export function resourceKeyText(name: string, reservation: string | null, revocable: boolean): string {
  return `${name}${reservation === null ? "" : `(${reservation})`}${revocable ? "{REV}" : ""}`;
}
