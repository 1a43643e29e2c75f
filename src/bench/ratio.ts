/** How many times faster the second is; null when either is missing. */
export function timesFaster(theirs: number | null | undefined, ours: number | null | undefined): number | null {
  if (theirs === null || theirs === undefined || ours === null || ours === undefined) return null;
  return theirs / ours;
}
