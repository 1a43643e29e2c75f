import type { RowLanguage } from "./row-result.js";

const NAMES: Partial<Readonly<Record<RowLanguage, string>>> = { python: "Python", native: "native code" };

/** Who asks for a limit that cannot be held shall know: a warning, or none where steps are counted or none are asked for. */
export function uncountedSteps(label: string, language: RowLanguage, steps: number | null): string[] {
  const name = NAMES[language];
  if (steps === null || name === undefined) return [];
  return [
    `${label}: the steps of ${name} are not counted, so the limit of ${steps} does not hold; limit the time of a call instead`,
  ];
}
