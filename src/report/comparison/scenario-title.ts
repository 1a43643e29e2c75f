import type { ScenarioComparison } from "../../compare/comparison.js";

/** `preempt: 10 seeds (7 to 16), against held back` */
export function scenarioTitle({ scenario, seeds, reference }: ScenarioComparison): string {
  return `${scenario}: ${seedsText(seeds)}, against ${reference}`;
}

function seedsText(seeds: readonly number[]): string {
  const [first, last] = [seeds[0], seeds.at(-1)];
  if (seeds.length === 1) return `seed ${first}`;
  const isRange = seeds.every((seed, i) => seed === (first as number) + i);
  return `${seeds.length} seeds (${isRange ? `${first} to ${last}` : seeds.join(", ")})`;
}
