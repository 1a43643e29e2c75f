import type { ShownRun } from "./shown-run.js";

/** The colour of each framework, by its name: the same for all allocators and in all figures of a point. */
export function frameworkPlaces(runs: readonly ShownRun[]): ReadonlyMap<string, number> {
  const names = runs.flatMap(({ charts }) => [
    ...charts.gantt.frameworks,
    ...charts.offers.map(({ framework }) => framework),
  ]);
  return new Map([...new Set(names)].map((name, place) => [name, place]));
}
