/**
 * Floats as C's printf writes them: exact, halves to even. JavaScript's own functions round halves up, and fengari writes
 * floats as JavaScript does; with these it writes what wasmoon writes.
 */

/** `%.{precision}f` */
export function fixedText(value: number, precision: number): string {
  const text = unendingText(value);
  if (text !== null) return text;
  const digits = String(scaled(value, precision)).padStart(precision + 1, "0");
  const whole = digits.slice(0, digits.length - precision);
  return signOf(value) + (precision === 0 ? whole : `${whole}.${digits.slice(-precision)}`);
}

/** `%.{precision}e` */
export function exponentialText(value: number, precision: number): string {
  const text = unendingText(value);
  if (text !== null) return text;
  const { digits, exponent } = significant(value, precision + 1);
  const mantissa = precision === 0 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return signOf(value) + mantissa + exponentText(exponent);
}

/** `%.{precision}g`; `%#.{precision}g` keeps the zeros at the end. */
export function generalText(value: number, precision: number, keepZeros = false): string {
  const text = unendingText(value);
  if (text !== null) return text;
  const places = Math.max(1, precision);
  const { exponent } = significant(value, places);
  if (exponent < -4 || exponent >= places) {
    const [mantissa = "", power = ""] = exponentialText(value, places - 1).split("e");
    return `${keepZeros ? mantissa : withoutZeros(mantissa)}e${power}`;
  }
  const fixed = fixedText(value, places - 1 - exponent);
  return keepZeros ? fixed : withoutZeros(fixed);
}

/** Lua's own text of a float, less the `.0` of a whole one. */
export function floatText(value: number): string {
  // The short way for most.
  if (Number.isInteger(value) && Math.abs(value) < 1e14 && !Object.is(value, -0)) return String(value);
  return generalText(value, 14);
}

/** What has no digits. That of no number is the one that a division of zero by zero gives on most processors. */
function unendingText(value: number): string | null {
  if (Number.isNaN(value)) return "-nan";
  return Number.isFinite(value) ? null : `${signOf(value)}inf`;
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

function withoutZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** The first digits of a number, and the power of ten of the first one. */
function significant(value: number, count: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(count), exponent: 0 };
  let exponent = Number(value.toExponential(20).split("e")[1]);
  for (;;) {
    const digits = String(scaled(value, count - 1 - exponent));
    if (digits.length === count) return { digits, exponent };
    exponent += digits.length - count;
  }
}

const FRACTION_BITS = 52n;
const SMALLEST_POWER = -1074n;

/** |value| times a power of ten as the nearest whole number, of two equally near ones the even one. */
function scaled(value: number, powerOfTen: number): bigint {
  const bits = BigInt.asUintN(63, new BigInt64Array(Float64Array.of(value).buffer)[0] as bigint);
  const biased = bits >> FRACTION_BITS;
  const fraction = bits & ((1n << FRACTION_BITS) - 1n);
  const mantissa = biased === 0n ? fraction : fraction | (1n << FRACTION_BITS);
  const powerOfTwo = SMALLEST_POWER + (biased === 0n ? 0n : biased - 1n);
  const numerator = mantissa * power(10n, powerOfTen) * power(2n, Number(powerOfTwo));
  const denominator = power(10n, -powerOfTen) * power(2n, -Number(powerOfTwo));
  const quotient = numerator / denominator;
  const rest = (numerator % denominator) * 2n;
  const isUp = rest > denominator || (rest === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function power(base: bigint, exponent: number): bigint {
  return exponent <= 0 ? 1n : base ** BigInt(exponent);
}
