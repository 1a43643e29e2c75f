import type { RowLanguage } from "./row-result.js";

/** Who asks for a limit that cannot be held shall know: a warning, or none where steps are counted or none are asked for. */
export function uncountedSteps(label: string, language: RowLanguage, steps: number | null): string[] {
  if (steps === null || language !== "native") return [];
  return [
    `${label}: the steps of native code are not counted, so the limit of ${steps} does not hold; limit the time of a call instead`,
  ];
}
