/** What came of one test of a script. */
export interface TestVerdict {
  readonly name: string;
  readonly status: "passed" | "failed";
  /** Why it failed, with its place; null when it passed. */
  readonly message: string | null;
  /** Where in the script, innermost first. */
  readonly stack: readonly string[];
}
