import type { Micros } from "../base/time.js";
import type { LineFields } from "./line-fields.js";

/**
 * Beyond a year all times mean the same to a filter (F2); what is beyond exact integers is read as just over a year.
 */
const OVER_A_YEAR: Micros = 365 * 86_400_000_000 + 1;

/**
 * `refuseSeconds`, kept as given, negative or too long (F2 is the allocator's); a time above zero does not become zero by
 * rounding.
 */
export function readRefuse(fields: LineFields): Micros {
  const seconds = fields.number("refuseSeconds");
  const micros = Math.round(seconds * 1_000_000);
  if (!Number.isSafeInteger(micros)) return seconds < 0 ? -OVER_A_YEAR : OVER_A_YEAR;
  return micros === 0 && seconds !== 0 ? Math.sign(seconds) : micros;
}
