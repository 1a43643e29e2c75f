/** A Mesos version: `major[.minor[.patch]][-prerelease][+build]`; missing parts count as 0, the build never counts. */
export interface MesosVersion {
  readonly numbers: readonly [number, number, number];
  /** Empty for a release. */
  readonly prerelease: readonly string[];
}

const SYNTAX =
  /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const LARGEST_NUMBER = 0xffff_ffff;

/** @returns undefined for a text that is no version (module facts, version syntax) */
export function parseMesosVersion(text: string): MesosVersion | undefined {
  const match = SYNTAX.exec(text);
  if (match === null) return undefined;
  const numbers = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] as const;
  if (numbers.some((number) => number > LARGEST_NUMBER)) return undefined;
  return { numbers, prerelease: match[4] === undefined ? [] : match[4].split(".") };
}

/** Negative, zero or positive, as `a` comes before, with or after `b` (V10). */
export function compareMesosVersions(a: MesosVersion, b: MesosVersion): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a.numbers[i] as number) - (b.numbers[i] as number);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  // A release comes after all its prereleases.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compareIdentifiers(a[i] as string, b[i] as string);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string, b: string): number {
  const [numberA, numberB] = [a, b].map((text) => (/^\d+$/.test(text) ? BigInt(text) : null));
  if (numberA !== null && numberB !== null) return Number((numberA as bigint) - (numberB as bigint));
  if (numberA !== null || numberB !== null) return numberA !== null ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1; // ASCII only, where units are bytes
}
