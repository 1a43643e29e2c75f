import { compareBytes } from "./byte-order.js";

/**
 * JSON with the keys of every object in one fixed order and no white space: equal data gives equal text, so that it can
 * be hashed. Members that are undefined are left out, typed arrays are written as arrays.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (ArrayBuffer.isView(member)) return Array.from(member as unknown as ArrayLike<number>);
    if (member === null || typeof member !== "object" || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => compareBytes(a, b)));
  });
}
