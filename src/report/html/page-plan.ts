/** With more points than this the reasons and the charts are folded away, so that a page can be looked through. */
export const MOST_UNFOLDED = 4;

/** `id` of a scenario's section. Numbers, since names may hold anything. */
export function scenarioId(scenario: number): string {
  return `scenario-${scenario}`;
}

/** Of the section of one combination of axis values; `scenario` and `point` count from 0. */
export function pointId(scenario: number, point: number): string {
  return `point-${scenario}-${point}`;
}
