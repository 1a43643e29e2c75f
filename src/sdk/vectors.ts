import type { Vector } from "./model.js";

/** Whether all of `wanted` is within `free`. */
export function fits(wanted: Readonly<Vector>, free: Readonly<Vector>): boolean {
  for (let key = 0; key < wanted.length; key++) if (wanted[key]! > free[key]!) return false;
  return true;
}

/** a + b, a new vector. */
export function plus(a: Readonly<Vector>, b: Readonly<Vector>): Vector {
  return a.map((amount, key) => amount + b[key]!);
}

/** a - b, not below 0: a new vector. */
export function minus(a: Readonly<Vector>, b: Readonly<Vector>): Vector {
  return a.map((amount, key) => (amount > b[key]! ? amount - b[key]! : 0));
}

/** Of each key the smaller amount: a new vector. */
export function least(a: Readonly<Vector>, b: Readonly<Vector>): Vector {
  return a.map((amount, key) => (amount < b[key]! ? amount : b[key]!));
}

/** Whether no amount is above 0. */
export function isZero(vector: Readonly<Vector>): boolean {
  for (let key = 0; key < vector.length; key++) if (vector[key]! > 0) return false;
  return true;
}
