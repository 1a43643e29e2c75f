/** A rule of the built-in allocator, and a change of the compiled code that breaks just this rule. */
export interface RuleChange {
  /** The rule as it is, with its number. */
  readonly rule: string;
  /** The compiled file, from the allocator's folder. */
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The recorded journal, from the journals' folder, that shows the change; the smallest that does. */
  readonly caughtBy: string;
}
