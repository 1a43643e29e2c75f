import { metricKey, type ScopeKind } from "./metric.js";

/** The figures of one run, and the reason for each that it has none of: a metric is in one of the two, never NaN. */
export interface MetricSet {
  readonly metrics: Readonly<Record<string, number>>;
  readonly notComparable: Readonly<Record<string, string>>;
}

/** Gathers one scope's figures under their keys. */
export class MetricSetBuilder implements MetricSet {
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
