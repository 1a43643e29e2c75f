import type { Complaint } from "../../base/bad-input.js";

/** What `--seeds` asks for: so many from the scenario's own on, or these. */
export type SeedRequest =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "listed"; readonly seeds: readonly number[] };

/** Enough for intervals that tell something, few enough to wait for. */
export const DEFAULT_SEEDS: SeedRequest = { kind: "count", count: 10 };
export const LARGEST_SEED = 2 ** 32 - 1;
const MOST_SEEDS = 10_000;

/** `10`, or a list such as `1,2,5-9`; one seed alone is `7-7`. */
export function readSeeds(text: string | undefined, complaints: Complaint[]): SeedRequest | undefined {
  if (text === undefined) return undefined;
  const request = /^\d+$/.test(text) ? count(Number(text)) : listed(text);
  if (typeof request !== "string") return request;
  const nextStep = "give how many, such as --seeds=10, or which, such as --seeds=1,2,5-9 (7-7 for the seed 7 alone)";
  complaints.push({ place: "--seeds", value: text, rule: request, nextStep });
  return undefined;
}

const TOO_MANY = `a comparison takes from 1 to ${MOST_SEEDS} seeds`;

function count(wanted: number): SeedRequest | string {
  return wanted >= 1 && wanted <= MOST_SEEDS ? { kind: "count", count: wanted } : TOO_MANY;
}

function listed(text: string): SeedRequest | string {
  const seeds = new Set<number>();
  for (const part of text.split(",")) {
    const [, from, to = from] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part.trim()) ?? [];
    if (from === undefined || to === undefined) return "seeds are a number, or a list of numbers and ranges";
    if (Number(to) > LARGEST_SEED) return `a seed is a whole number from 0 to ${LARGEST_SEED}`;
    if (Number(to) < Number(from)) return "a range begins with its smaller seed";
    if (Number(to) - Number(from) >= MOST_SEEDS) return TOO_MANY;
    for (let seed = Number(from); seed <= Number(to); seed++) seeds.add(seed);
  }
  return seeds.size <= MOST_SEEDS ? { kind: "listed", seeds: [...seeds] } : TOO_MANY;
}

/**
 * The seeds of one scenario.
 *
 * @param request absent: the scenario's own list, else the default
 * @param own the seed that a run of it has
 * @param list what the scenario lists under `seed`
 */
export function seedsOf(request: SeedRequest | undefined, own: number, list: readonly number[] | null): number[] {
  if (request === undefined && list !== null) return [...new Set(list)];
  const wanted = request ?? DEFAULT_SEEDS;
  if (wanted.kind === "listed") return [...wanted.seeds];
  // After the largest seed comes the smallest.
  return Array.from({ length: wanted.count }, (_, i) => (own + i) % (LARGEST_SEED + 1));
}
