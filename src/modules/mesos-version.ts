import semver from "semver";

/** A Mesos version: `major[.minor[.patch]][-prerelease][+build]`; missing parts count as 0, the build never counts (V10). */
export interface MesosVersion {
  readonly numbers: readonly [number, number, number];
  /** Empty for a release. */
  readonly prerelease: readonly string[];
}

/** The version that is emulated unless `--mesos-version` says otherwise (contract, section 5). */
export const DEFAULT_MESOS_VERSION = "1.12.0";

/** Looser than semver's own: parts may be missing, and numbers may begin with zeros. */
const SYNTAX =
  /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const LARGEST_NUMBER = 0xffff_ffff;

/** @returns undefined for a text that is no version */
export function parseMesosVersion(text: string): MesosVersion | undefined {
  const match = SYNTAX.exec(text);
  if (match === null) return undefined;
  const numbers = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] as const;
  if (numbers.some((number) => number > LARGEST_NUMBER)) return undefined;
  return { numbers, prerelease: match[4]?.split(".") ?? [] };
}

/** Negative, zero or positive, as `a` comes before, with or after `b` (V10). */
export function compareMesosVersions(a: MesosVersion, b: MesosVersion): number {
  for (const [i, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[i] as number);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  // A release comes after all its prereleases.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = semver.compareIdentifiers(a[i] as string, b[i] as string);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function printMesosVersion({ numbers, prerelease }: MesosVersion): string {
  return `${numbers.join(".")}${prerelease.length === 0 ? "" : `-${prerelease.join(".")}`}`;
}
