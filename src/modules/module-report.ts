import type { Language } from "../allocator/language.js";
import type { Complaint } from "../base/bad-input.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { CodeFailure } from "../kinds/open-library.js";
import type { RuleNumber } from "./refusal.js";

/** What came of one entry of a manifest. */
export type Verdict =
  | { readonly kind: "loaded" }
  /** The same module once more: skipped (M24). */
  | { readonly kind: "identical" }
  /** It breaks a rule; exit code 2. */
  | ({ readonly kind: "refused"; readonly number: RuleNumber } & Trouble)
  /** Its code ran and broke; exit code 3. */
  | ({ readonly kind: "failed"; readonly failure: CodeFailure["failure"] } & Trouble);

interface Trouble {
  /** What is wrong, in words for a place where module and library stand already. */
  readonly reason: string;
  /** The same in words that stand alone. */
  readonly complaint: Complaint;
}

/** A row of `modules check`: all that is known of a module, whatever the verdict. Plain data. */
export interface ModuleReport {
  /** `file:line:column` in the manifest */
  readonly place: string;
  readonly library: string;
  readonly host: Language;
  /** Null for a library that lists no modules, which is opened all the same (M14). */
  readonly module: string | null;
  /** From here on null where the header has a null pointer, or could not be read. */
  readonly kind: string | null;
  readonly moduleApiVersion: string | null;
  readonly mesosVersion: string | null;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly description: string | null;
  readonly parameters: readonly ModuleParameter[];
  readonly verdict: Verdict;
  readonly warnings: readonly Complaint[];
}

/** The complaint of a verdict, null for a good one. */
export function complaintOf(verdict: Verdict): Complaint | null {
  return "complaint" in verdict ? verdict.complaint : null;
}
