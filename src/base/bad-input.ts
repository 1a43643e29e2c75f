/**
 * One thing that is wrong with what the user gave, said so that it can be mended without reading the source.
 * Printed as one line: `place: value: rule; next step`.
 */
export interface Complaint {
  /** `file:line:column` for what came from a file, else the flag or argument, e.g. `--seed`. */
  readonly place: string;
  /** The offending value as the user wrote it; absent where there is none (an empty file). */
  readonly value?: string;
  /** The rule that was broken. */
  readonly rule: string;
  /** What to do about it. */
  readonly nextStep: string;
}

/** Wrong usage or bad input: everything that is wrong at once. The program ends with exit code 2 and has simulated nothing. */
export class BadInput extends Error {
  readonly complaints: readonly Complaint[];

  constructor(complaints: readonly Complaint[]) {
    super(complaints.map(formatComplaint).join("\n"));
    this.name = "BadInput";
    this.complaints = complaints;
  }
}

export function formatComplaint(complaint: Complaint): string {
  const value = complaint.value === undefined ? "" : `${quoteValue(complaint.value)}: `;
  return `${complaint.place}: ${value}${complaint.rule}; ${complaint.nextStep}`;
}

const LONGEST_VALUE = 120;

/** One printable line: control characters are escaped and a long value is cut, so that a binary file cannot garble the terminal. */
function quoteValue(value: string): string {
  const shown = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
  return JSON.stringify(shown);
}
