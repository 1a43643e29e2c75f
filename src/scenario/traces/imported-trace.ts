import type { AgentPlan, FrameworkPlan } from "../../cluster/plan.js";

/** What a trace brings to a scenario. */
export interface ImportedTrace {
  readonly agents: readonly AgentPlan[];
  readonly frameworks: readonly FrameworkPlan[];
  /** What was left out and why, for the user. */
  readonly notes: readonly string[];
  /** SHA-256 of each file read, by its base name: stands for the trace in the run's hash. */
  readonly digests: Readonly<Record<string, string>>;
}
