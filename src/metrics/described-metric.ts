import { SCRIPT_METRIC_PREFIX } from "../cluster/metric-sample.js";
import { KNOWN_METRICS } from "./known-metrics.js";
import type { MetricDefinition, MetricDirection, ScopeKind } from "./metric.js";

/** What can be said of a figure by its key alone. */
export interface DescribedMetric {
  /** Without its scope: `wait.p95`. */
  readonly name: string;
  readonly scope: ScopeKind;
  /** The role's or framework's name; empty for the whole run. */
  readonly of: string;
  /** As in its definition; a script's own numbers bring theirs with them, and have none here. */
  readonly unit: string;
  readonly direction: MetricDirection;
  readonly wallClock: boolean;
}

const KEY = /^(.*?)(?:\{(role|framework)=(.*)\})?$/s;

/** @param key as `metricKey` makes it, or `script.NAME` */
export function describeMetric(key: string): DescribedMetric {
  const [, name = key, kind, of = ""] = KEY.exec(key) ?? [];
  const { unit, direction, wallClock } = definitionOf(name) ?? UNDEFINED;
  return { name, scope: (kind as ScopeKind | undefined) ?? "all", of, unit, direction, wallClock };
}

/** Of a number that this program does not define. */
const UNDEFINED = { unit: "", direction: "neutral", wallClock: false } as const;

const BY_NAME = new Map(KNOWN_METRICS.map((definition) => [definition.name, definition]));

const PATTERNS = KNOWN_METRICS.filter(({ name }) => name.includes("<")).map((definition) => ({
  definition,
  pattern: new RegExp(`^${definition.name.replaceAll(/<\w+>/g, ".+")}$`, "s"),
}));

/** The definition of a metric without its scope; undefined for what a script reports. */
export function definitionOf(name: string): MetricDefinition | undefined {
  if (name.startsWith(SCRIPT_METRIC_PREFIX)) return undefined;
  return BY_NAME.get(name) ?? PATTERNS.find(({ pattern }) => pattern.test(name))?.definition;
}
