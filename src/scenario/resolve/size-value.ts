const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
  PB: 2 ** 50,
};

export const SIZE_RULE = "a size is a number with a unit: KB, MB, GB, TB (powers of 1024)";

/**
 * Reads a size such as `64GB` or `1.5 TB`. Units are powers of 1024, as Mesos has them.
 *
 * @returns whole bytes; undefined when it is no size, no whole number of bytes, or beyond 2^53-1
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGTP]?B)$/.exec(text.trim());
  if (match === null) return undefined;
  const bytes = Number(match[1]) * (BYTES[match[2] as string] as number);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
