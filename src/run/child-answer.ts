import type { Complaint } from "../base/bad-input.js";
import type { RunFailure } from "./run-failure.js";

/** What a child process is sent, once. */
export interface WorkOrder<Job> {
  readonly job: Job;
  /** The file that Python starts from, if there is one. */
  readonly pythonImage: string | null;
}

/** What a child process sends back, once. A child that sends nothing was killed or crashed. */
export type ChildAnswer<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly failure: RunFailure }
  | { readonly kind: "refused"; readonly complaints: readonly Complaint[] }
  /** An error of the program itself. */
  | { readonly kind: "defect"; readonly message: string; readonly stack: string | null };
