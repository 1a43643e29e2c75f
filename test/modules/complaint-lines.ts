import { BadInput, formatComplaint } from "../../src/base/bad-input.js";

/** The lines that the user sees when the action refuses its input; none when it does not. */
export function complaintLines(action: () => unknown): string[] {
  try {
    action();
    return [];
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.complaints.map(formatComplaint);
  }
}
