/** So many places of a sequence, evenly spread over it, with its ends: ascending indices. @param most at least 2 where there are more */
export function evenPlaces(count: number, most: number): number[] {
  const points = Math.min(count, most);
  if (points <= 1) return Array.from({ length: points }, () => 0);
  return Array.from({ length: points }, (_, point) => Math.round((point * (count - 1)) / (points - 1)));
}

/** The places of the longest of a sequence, ascending; of equal ones those that come first. */
export function longestPlaces(count: number, most: number, length: (place: number) => number): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  if (count <= most) return places;
  places.sort((a, b) => length(b) - length(a) || a - b);
  return places.slice(0, most).sort((a, b) => a - b);
}
