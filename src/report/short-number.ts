/** About three significant digits, and never an exponent. From 10,000 on thousands are told apart, in every place of the world by a comma. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return grouped(value.toFixed(0));
  if (size >= 10) return value.toFixed(1);
  return value.toFixed(size >= 1 ? 2 : 3);
}

function grouped(digits: string): string {
  return digits.replace("-", "").length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
