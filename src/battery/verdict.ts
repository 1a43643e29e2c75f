/** What a rule says of a module. Plain data: it crosses from the process that tried it. */
export type Verdict =
  | {
      readonly kind: "passed";
      /** All that the module answered, where a second process has to come to the same. */
      readonly answers?: readonly string[];
    }
  | {
      readonly kind: "failed";
      readonly reason: string;
      /** The text of a journal that shows it. */
      readonly journal?: string;
    }
  | { readonly kind: "doesNotApply"; readonly reason: string };

export const PASSED: Verdict = { kind: "passed" };

export function failedWith(reason: string): Verdict {
  return { kind: "failed", reason };
}

export function doesNotApply(reason: string): Verdict {
  return { kind: "doesNotApply", reason };
}

/** @param defects what was found; the first is told, and how many others there are */
export function verdictOn(defects: readonly string[]): Verdict {
  const [first, ...others] = defects;
  if (first === undefined) return PASSED;
  return failedWith(others.length === 0 ? first : `${first} (and ${others.length} more)`);
}
