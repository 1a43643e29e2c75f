/** The document that `workbench run --json` prints (contract, section 1), and all that a report of a run is made from. */
export interface RunDocument {
  readonly scenario: string;
  readonly seed: number;
  /** Null when a row failed. */
  readonly hash: string | null;
  readonly allocators: readonly AllocatorDocument[];
  readonly expectations: readonly ExpectationDocument[];
}

export interface AllocatorDocument {
  readonly label: string;
  readonly name: string;
  readonly language: "builtin" | "native" | "lua" | "python" | "javascript";
  readonly status: "ok" | "failed" | "skipped";
  readonly failure: FailureDocument | null;
  /** What the machine lacks. */
  readonly skipped: string | null;
  readonly decisionsHash: string | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly notComparable: Readonly<Record<string, string>>;
  /** What the allocator reported of itself, by its own names. The last of each is among the metrics as `script.NAME`. */
  readonly scriptMetrics: Readonly<Record<string, ScriptMetricDocument>>;
  /** Preemptions that led nowhere; null when the row did not end well. */
  readonly preemption: PreemptionDocument | null;
}

export interface PreemptionDocument {
  /** Tasks that were preempted over and over without keeping any work; the worst first, ten at most. */
  readonly loops: readonly PreemptionLoopDocument[];
  /** Times in which tasks were preempted over and over and none ended; ten at most. */
  readonly livelocks: readonly { readonly fromSeconds: number; readonly toSeconds: number }[];
}

export interface PreemptionLoopDocument {
  readonly task: string;
  readonly framework: string;
  /** How often in a row, from the first to the last. */
  readonly preemptions: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export interface ScriptMetricDocument {
  readonly unit: string;
  /** How many. */
  readonly samples: number;
  readonly last: number;
  /** Over the samples. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

export interface FailureDocument {
  readonly kind: "threw" | "timedOut" | "outOfMemory" | "crashed" | "illegalDecision" | "loadFailed";
  readonly message: string;
  /** Null while loading. */
  readonly cycle: number | null;
  /** Where in a script, innermost first: `my.lua:14 in score`. */
  readonly stack: readonly string[];
  /** The file of the journal that leads there. */
  readonly journal: string | null;
  /** The command that replays it. */
  readonly replay: string | null;
  /** Why there is no journal though the allocator had been asked. */
  readonly noJournal: string | null;
}

export interface ExpectationDocument {
  readonly text: string;
  readonly allocator: string | null;
  readonly held: boolean | null;
  readonly actual: number | null;
  readonly reason: string | null;
}
