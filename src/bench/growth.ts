import { mean } from "d3-array";

/**
 * The exponent e of y ~ x^e: the slope of the least-squares line through (log x, log y). 1: twice the size takes twice the
 * time. Null with fewer than two different sizes.
 */
export function growthExponent(points: readonly { readonly x: number; readonly y: number }[]): number | null {
  const sound = points.filter(({ x, y }) => x > 0 && y > 0).map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const middleX = mean(sound, ({ x }) => x) ?? 0;
  const middleY = mean(sound, ({ y }) => y) ?? 0;
  let product = 0;
  let square = 0;
  for (const { x, y } of sound) {
    product += (x - middleX) * (y - middleY);
    square += (x - middleX) ** 2;
  }
  return square === 0 ? null : product / square;
}
