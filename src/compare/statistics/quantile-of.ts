/**
 * The quantile of unsorted values, which interpolates linearly between ranks. An interval needs two of them, and a report
 * thousands of intervals: to sort 2000 values takes several times as long, and so does d3's quickselect with its comparator.
 *
 * @param values are put into another order
 * @param part from 0 to 1
 */
export function quantileOf(values: Float64Array, part: number): number {
  const at = (values.length - 1) * part;
  const rank = Math.floor(at);
  const low = select(values, rank);
  let high = Number.POSITIVE_INFINITY;
  for (let i = rank + 1; i < values.length; i++) high = Math.min(high, values[i] as number);
  return rank + 1 < values.length ? low + (high - low) * (at - rank) : low;
}

/** Hoare's quickselect: puts the value of this rank in its place, none greater before it and none smaller after it. */
function select(values: Float64Array, rank: number): number {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const pivot = values[(left + right) >> 1] as number;
    let [i, j] = [left, right];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = swapped;
    }
    if (rank <= j) right = j;
    else if (rank >= i) left = i;
    else break;
  }
  return values[rank] as number;
}
