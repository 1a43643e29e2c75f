/** A numbered rule of the module facts: M the manager's, V the versions'. */
export type RuleNumber = `${"M" | "V"}${number}`;

/** Why a module cannot be loaded or made: a complaint that does not know its place yet. */
export interface Refusal {
  readonly number: RuleNumber;
  /** The offending value, if one can be shown. */
  readonly value?: string;
  readonly rule: string;
  readonly nextStep: string;
}
