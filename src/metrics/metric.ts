/** What a figure is about: the whole run, one role with all roles below it, or one framework. */
export type ScopeKind = "all" | "role" | "framework";

/** Which values are the better ones. `neutral`: neither, it only describes; no allocator is ahead in it. */
export type MetricDirection = "lower" | "higher" | "neutral";

/** What the reader of a report needs to know of a metric, and where its definition comes from. */
export interface MetricDefinition {
  /** `wait.p95`; `<role>`, `<resource>` and `<framework>` stand for names: such a metric may occur several times in a run. */
  readonly name: string;
  /** `s`, `ms`, `share` (0..1), `tasks`, ... */
  readonly unit: string;
  readonly definition: string;
  readonly source: string;
  readonly scopes: readonly ScopeKind[];
  /** Wall-clock time: differs from run to run, so it is part of no hash and no expectation. */
  readonly wallClock: boolean;
  readonly direction: MetricDirection;
}

export const EVERY_SCOPE: readonly ScopeKind[] = ["all", "role", "framework"];

/** `name`, `name{role=R}` or `name{framework=F}` (contract, section 1). */
export function metricKey(name: string, kind: ScopeKind, of: string): string {
  return kind === "all" ? name : `${name}{${kind}=${of}}`;
}
