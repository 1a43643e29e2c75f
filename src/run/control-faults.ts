import type { Expectation } from "../scenario/scenario.js";
import type { ExpectationResult } from "./expectations.js";

/**
 * Where a scenario's control does something else than the scenario says, one line each. Under the control each
 * expectation must fail (of several bounds to one metric, one of them), but for those marked unaffected, which must hold.
 * What could not be judged does not count.
 *
 * @param results what came of the expectations under the control, one for each
 */
export function controlFaults(
  expectations: readonly Expectation[],
  results: readonly ExpectationResult[],
): readonly string[] {
  const isHeld = (held: boolean | null) => (expectation: Expectation) =>
    results[expectations.indexOf(expectation)]?.held === held;
  return claims(expectations).flatMap((claim) => {
    const bounds = claim.map(({ text }) => text).join(" and ");
    if (claim.some(isHeld(null))) return [];
    if (claim.some(({ unaffected }) => unaffected)) {
      return claim.every(isHeld(true)) ? [] : [`under the control it must still hold: ${bounds}`];
    }
    return claim.every(isHeld(true)) ? [`under the control it still holds: ${bounds}`] : [];
  });
}

/** The expectations that say one thing together: the bounds to one figure of one row. */
function claims(expectations: readonly Expectation[]): readonly (readonly Expectation[])[] {
  const claims = new Map<string, Expectation[]>();
  for (const expectation of expectations) {
    const key = `${expectation.entry} ${expectation.kind === "metric" ? expectation.allocator : ""}`;
    claims.set(key, [...(claims.get(key) ?? []), expectation]);
  }
  return [...claims.values()];
}
