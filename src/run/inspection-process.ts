import type { Complaint } from "../base/bad-input.js";
import { inspectNative, type ModuleRules } from "../runtimes/native/inspect-native.js";
import { serveParent } from "./child-work.js";

/** Looks at a native module in a process of its own, which the module may crash. */
export interface InspectionJob {
  readonly library: string;
  readonly symbol: string;
  readonly rules: ModuleRules;
}

serveParent<InspectionJob, readonly Complaint[]>(async ({ library, symbol, rules }, recorder) => {
  recorder.phase("loading");
  return inspectNative(library, symbol, rules);
});
