import { type Complaint, formatComplaint } from "../base/bad-input.js";
import type { Console } from "./console.js";

/** What works all the same, and is not as it should be: one line each on stderr. */
export function tellWarnings(warnings: readonly (Complaint | string)[], console: Pick<Console, "note">): void {
  for (const warning of warnings) {
    console.note(`warning: ${typeof warning === "string" ? warning : formatComplaint(warning)}`);
  }
}
