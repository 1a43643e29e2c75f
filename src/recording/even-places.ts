/** So many places of a sequence, evenly spread over it, with its ends: ascending indices. @param most at least 2 where there are more */
export function evenPlaces(count: number, most: number): number[] {
  const points = Math.min(count, most);
  if (points <= 1) return Array.from({ length: points }, () => 0);
  return Array.from({ length: points }, (_, point) => Math.round((point * (count - 1)) / (points - 1)));
}
