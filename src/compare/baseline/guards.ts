import type { Complaint } from "../../base/bad-input.js";
import { nearest } from "../../base/nearest.js";
import { describeMetric } from "../../metrics/described-metric.js";
import { KNOWN_METRICS } from "../../metrics/known-metrics.js";

/** `--max-regression=METRIC:5%`: how much worse a metric may become. */
export interface MetricGuard {
  /** Its key, such as `wait.p95{role=prod}`. */
  readonly metric: string;
  /** A part of the baseline's mean: 0.05. */
  readonly allowed: number;
}

/** Reads the flags; those that are wrong are complained about and left out. */
export function readGuards(texts: readonly string[], complaints: Complaint[]): MetricGuard[] {
  const seen = new Set<string>();
  return texts.flatMap((text) => {
    const guard = readGuard(text);
    const again = "rule" in guard || !seen.has(guard.metric) ? undefined : `${guard.metric} is given twice`;
    if ("rule" in guard || again !== undefined) {
      const { rule, nextStep } = "rule" in guard ? guard : { rule: again as string, nextStep: "give each metric once" };
      complaints.push({ place: "--max-regression", value: text, rule, nextStep });
      return [];
    }
    seen.add(guard.metric);
    return [guard];
  });
}

const SHAPE = /^(.+):(\d+(?:\.\d+)?)%$/s;

function readGuard(text: string): MetricGuard | Pick<Complaint, "rule" | "nextStep"> {
  const [, metric, percent] = SHAPE.exec(text) ?? [];
  if (metric === undefined || percent === undefined) {
    const rule = "a guard is METRIC:PERCENT%";
    return { rule, nextStep: "write it such as --max-regression='wait.p95{role=prod}:5%'" };
  }
  const { name, direction, unit } = describeMetric(metric);
  if (unit === "") return unknownMetric(name);
  if (direction === "neutral") {
    return { rule: `no value of ${name} is better than another`, nextStep: "guard a metric that has a better side" };
  }
  return { metric, allowed: Number(percent) / 100 };
}

function unknownMetric(name: string): Pick<Complaint, "rule" | "nextStep"> {
  const guarded = KNOWN_METRICS.filter(({ direction }) => direction !== "neutral").map((known) => known.name);
  const meant = nearest(name, guarded);
  const nextStep = meant === undefined ? "workbench metrics lists them" : `did you mean ${JSON.stringify(meant)}?`;
  return { rule: "there is no such metric", nextStep };
}
