import type { Expectation } from "../scenario/scenario.js";
import type { ExpectationResult } from "./expectations.js";

/**
 * Where a scenario's control does something else than the scenario says, one line each. Under the control each
 * expectation must fail, but for those marked unaffected, which must hold. One that could not be judged does not count.
 *
 * @param results what came of the expectations under the control, one for each
 */
export function controlFaults(
  expectations: readonly Expectation[],
  results: readonly ExpectationResult[],
): readonly string[] {
  return expectations.flatMap(({ text, unaffected }, i) => {
    const held = results[i]?.held ?? null;
    if (held === null || held === unaffected) return [];
    return [held ? `under the control it still holds: ${text}` : `under the control it must still hold: ${text}`];
  });
}
