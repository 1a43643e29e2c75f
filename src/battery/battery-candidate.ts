import type { Language } from "../allocator/language.js";
import type { RunFailure } from "../run/run-failure.js";
import type { BatterySubject } from "./battery-subject.js";

/** A module that was named for a test. */
export interface BatteryCandidate {
  readonly name: string;
  readonly kind: string;
  readonly language: Language | "builtin";
  readonly state:
    | { readonly kind: "ready"; readonly subject: BatterySubject }
    /** The machine lacks what it needs. */
    | { readonly kind: "skipped"; readonly reason: string }
    /** Its code broke when it was looked at. */
    | { readonly kind: "failed"; readonly failure: RunFailure };
}
