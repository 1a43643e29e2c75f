import { nearest } from "../../base/nearest.js";
import { METRIC_NAME, SCRIPT_METRIC_PREFIX } from "../../cluster/metric-sample.js";
import type { Cursor } from "../document/cursor.js";
import type { KnownNames } from "../resolve/known-names.js";
import { filledIn, frameworkInMetric, type NamesWithin, namesWithin } from "./metric-pattern.js";

/** What a metric's name may refer to. */
export interface MetricNames {
  /** Names without `{...}`; in them `<role>`, `<resource>` and `<framework>` stand for any. */
  readonly metrics: ReadonlySet<string>;
  readonly roles: KnownNames;
  readonly frameworks: KnownNames;
}

/** How many different series of decisions: a metric of several runs together, which an expectation reads in its own way. */
export const DISTINCT_DECISIONS = "distinctDecisions";

/** What the machine's clock measures: the program's own figures, and two of Mesos' timers. */
const WALL_CLOCK = /^(cycleMs)\b|^(allocator\/mesos\/allocation_run(?:_latency)?_ms)(?:\/|$)/;

const KEY = /^([^{}]+)(?:\{(\w+)=(.*)\})?$/;

/**
 * Complains unless the text is a metric's key such as `wait.p95{role=prod}`, or one of Mesos' names such as
 * `allocator/mesos/roles/prod/shares/dominant`, about something that exists. What a script reports is `script.NAME`.
 */
export function checkMetricKey(metric: Cursor, names: MetricNames): void {
  if (metric.text === undefined) return;
  if (metric.text.startsWith(SCRIPT_METRIC_PREFIX)) {
    checkScriptMetric(metric, metric.text.slice(SCRIPT_METRIC_PREFIX.length));
    return;
  }
  const within = namesWithin(metric.text, names.metrics);
  if (within !== undefined) {
    checkNamesWithin(metric, within, names);
    return;
  }
  const match = KEY.exec(metric.text);
  if (match === null) {
    metric.complain(
      "a metric is a name, with {role=R} or {framework=F} for a part",
      "write such as wait.p95{role=prod}",
    );
    return;
  }
  const [, base, kind, part] = match;
  checkBase(metric, base as string, names);
  if (kind === undefined) return;
  if (kind !== "role" && kind !== "framework") {
    metric.complain("a part of a metric is {role=R} or {framework=F}", "write such as wait.p95{role=prod}", kind);
    return;
  }
  checkPart(metric, part as string, kind, kind === "role" ? names.roles : names.frameworks);
}

/** What a script will report is not known before it has run. */
function checkScriptMetric(metric: Cursor, name: string): void {
  if (METRIC_NAME.test(name)) return;
  metric.complain(
    "the name of a script's metric has letters, digits, . _ - only",
    "write script. and the name, such as script.waiting",
  );
}

function checkNamesWithin(metric: Cursor, { role, framework }: NamesWithin, { roles, frameworks }: MetricNames): void {
  if (role !== undefined) checkPart(metric, role, "role", roles);
  if (framework === undefined || frameworks === null) return;
  checkPart(metric, framework, "framework", new Set([...frameworks].map(frameworkInMetric)));
}

function checkPart(metric: Cursor, part: string, kind: "role" | "framework", known: KnownNames): void {
  if (known === null || known.has(part)) return;
  complainOfUnknown(metric, part, known, `the scenario has no such ${kind}`, `there are ${listed([...known])}`);
}

function checkBase(metric: Cursor, base: string, { metrics, roles, frameworks }: MetricNames): void {
  const wallClock = WALL_CLOCK.exec(base);
  if (wallClock !== null) {
    const timed = wallClock[1] ?? wallClock[2];
    metric.complain(`${timed} is wall-clock time, which differs from run to run`, "expect something of another metric");
  } else if (!metrics.has(base)) {
    const known = filledIn(metrics, base, roles ?? [], frameworks ?? []);
    const rule = "there is no such metric";
    complainOfUnknown(metric, base, new Set([...known, DISTINCT_DECISIONS]), rule, "workbench metrics lists them");
  }
}

function complainOfUnknown(
  metric: Cursor,
  value: string,
  known: ReadonlySet<string>,
  rule: string,
  whatThereIs: string,
): void {
  const meant = nearest(value, known);
  metric.complain(rule, meant === undefined ? whatThereIs : `did you mean ${JSON.stringify(meant)}?`, value);
}

const MOST_LISTED = 40;

function listed(names: readonly string[]): string {
  if (names.length <= MOST_LISTED) return names.join(", ");
  return `${names.slice(0, MOST_LISTED).join(", ")} and ${names.length - MOST_LISTED} more`;
}
