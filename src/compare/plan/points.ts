/** Every combination of one index for each length, the last one fastest; one empty combination of none. */
export function combinations(lengths: readonly number[]): number[][] {
  return lengths.reduce<number[][]>(
    (before, length) => before.flatMap((point) => Array.from({ length }, (_, index) => [...point, index])),
    [[]],
  );
}
