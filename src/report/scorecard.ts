/** `broken`: the module's code crashed, hung or could not be loaded, so that the rule could not be judged. */
export type RuleStatus = "passed" | "failed" | "broken" | "doesNotApply";

/** What a module made of one rule. */
export interface RuleLine {
  /** As in the module facts (`M32`), or a word where they have no number for it. */
  readonly rule: string;
  /** What the rule asks for. */
  readonly about: string;
  readonly status: RuleStatus;
  /** Why it failed, broke or does not apply; null when it passed. */
  readonly reason: string | null;
  /** The journal that shows the failure; null when there is none. */
  readonly journal: string | null;
}

/** What a module made of the battery of its kind. */
export interface Scorecard {
  readonly module: string;
  readonly kind: string;
  readonly language: string;
  readonly status: "passed" | "failed" | "broken" | "skipped";
  /** Why nothing could be tried: the machine lacks something. */
  readonly skipped: string | null;
  readonly rules: readonly RuleLine[];
}

/** The document that `workbench test --json` prints. */
export interface TestDocument {
  readonly seed: number;
  readonly modules: readonly Scorecard[];
  /** Lines over all modules. */
  readonly counts: Readonly<Record<RuleStatus, number>>;
}

export function toTestDocument(seed: number, modules: readonly Scorecard[]): TestDocument {
  const lines = modules.flatMap(({ rules }) => rules);
  const count = (status: RuleStatus) => lines.filter((line) => line.status === status).length;
  return {
    seed,
    modules,
    counts: {
      passed: count("passed"),
      failed: count("failed"),
      broken: count("broken"),
      doesNotApply: count("doesNotApply"),
    },
  };
}

/** A broken line goes before a failed one. */
export function statusOf(rules: readonly RuleLine[]): Scorecard["status"] {
  if (rules.some(({ status }) => status === "broken")) return "broken";
  return rules.some(({ status }) => status === "failed") ? "failed" : "passed";
}
