import { MOST_TEXT_BYTES } from "./wire-codes.js";

/** A wrong value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/**
 * @param what names the value in messages
 * @throws Error when it is no text, or longer than 1 KiB
 */
export function checkedText(value: unknown, what: string): string {
  if (typeof value !== "string") throw new Error(`${what} is ${shown(value)}, not a text`);
  if (utf8Bytes(value) > MOST_TEXT_BYTES) throw new Error(`${what} is longer than ${MOST_TEXT_BYTES} bytes`);
  return value;
}

/** @throws Error when it is not a whole number of microseconds */
export function checkedTime(value: unknown, what: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new Error(`${what} is ${shown(value)}, not a whole number of microseconds`);
}

function utf8Bytes(text: string): number {
  // Each unit takes one to three bytes: mostly that is answer enough.
  if (3 * text.length <= MOST_TEXT_BYTES) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
