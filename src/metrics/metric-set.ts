import { metricKey, type ScopeKind } from "./metric.js";
import type { PreemptionTrouble } from "./preemption-trouble.js";
import type { ScriptMetric } from "./script-metrics.js";

/** The figures of one run, and the reason for each that it has none of: a metric is in one of the two, never NaN. */
export interface MetricSet {
  readonly metrics: Readonly<Record<string, number>>;
  readonly notComparable: Readonly<Record<string, string>>;
  /** What the allocator reported of itself, by its own names; the last of each is among the metrics, too. */
  readonly scriptMetrics: Readonly<Record<string, ScriptMetric>>;
  readonly preemption: PreemptionTrouble;
}

/** Gathers one scope's figures under their keys. */
export class MetricSetBuilder {
  readonly metrics: Record<string, number> = {};
  readonly notComparable: Record<string, string> = {};

  at(kind: ScopeKind, of: string): ScopedMetrics {
    return {
      put: (name, value) => {
        this.metrics[metricKey(name, kind, of)] = value;
      },
      absent: (name, reason) => {
        this.notComparable[metricKey(name, kind, of)] = reason;
      },
    };
  }
}

export interface ScopedMetrics {
  put(name: string, value: number): void;
  absent(name: string, reason: string): void;
}
