import { nearest } from "../../base/nearest.js";
import type { Cursor } from "../document/cursor.js";
import type { KnownNames } from "../resolve/known-names.js";

/** What a metric's name may refer to. */
export interface MetricNames {
  /** Names without `{...}`. */
  readonly metrics: ReadonlySet<string>;
  readonly roles: KnownNames;
  readonly frameworks: KnownNames;
}

/** How many different series of decisions: a metric of several runs together, which an expectation reads in its own way. */
export const DISTINCT_DECISIONS = "distinctDecisions";

const KEY = /^([^{}]+)(?:\{(\w+)=(.*)\})?$/;

/** Complains unless the text is a metric's key such as `wait.p95{role=prod}` about something that exists. */
export function checkMetricKey(metric: Cursor, names: MetricNames): void {
  if (metric.text === undefined) return;
  const match = KEY.exec(metric.text);
  if (match === null) {
    metric.complain(
      "a metric is a name, with {role=R} or {framework=F} for a part",
      "write such as wait.p95{role=prod}",
    );
    return;
  }
  const [, base, kind, part] = match;
  checkBase(metric, base as string, names.metrics);
  if (kind === undefined) return;
  if (kind !== "role" && kind !== "framework") {
    metric.complain("a part of a metric is {role=R} or {framework=F}", "write such as wait.p95{role=prod}", kind);
    return;
  }
  const known = kind === "role" ? names.roles : names.frameworks;
  if (known !== null && !known.has(part as string))
    complainOfUnknown(metric, part as string, known, `the scenario has no such ${kind}`);
}

function checkBase(metric: Cursor, base: string, known: ReadonlySet<string>): void {
  if (/^cycleMs\b/.test(base)) {
    metric.complain("cycleMs is wall-clock time, which differs from run to run", "expect something of another metric");
  } else if (!known.has(base)) {
    complainOfUnknown(metric, base, new Set([...known, DISTINCT_DECISIONS]), "there is no such metric");
  }
}

function complainOfUnknown(metric: Cursor, value: string, known: ReadonlySet<string>, rule: string): void {
  const meant = nearest(value, known);
  const listed = [...known].slice(0, 40).join(", ");
  metric.complain(rule, meant === undefined ? `there are ${listed}` : `did you mean ${JSON.stringify(meant)}?`, value);
}
