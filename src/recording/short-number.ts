const DIGITS = 8;

/** As few digits as charts have a use for: half of what a page of charts weighs are digits. */
export function shortNumber(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
