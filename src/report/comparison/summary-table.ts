import type { Comparison, ComparisonPoint, ScenarioComparison } from "../../compare/comparison.js";
import { undecidedText } from "./answer.js";
import { pointTitle } from "./point-title.js";
import { practicallyBest } from "./practically-best.js";
import { askedMetrics, type ShownMetric, shownMetrics } from "./shown-metrics.js";

/** One line for each question of each scenario: who is best in what it asks about. */
export interface SummaryLine {
  /** With its axis values. */
  readonly scenario: string;
  readonly metric: string;
  /** Several labels where these are not told apart by a lead that matters; which it is, where nobody is. */
  readonly best: string;
  /** The mean of the first of them. */
  readonly figure: string;
}

/** Of a comparison with several scenarios or points; none where one table says it all. */
export function summaryLines(comparison: Comparison): SummaryLine[] {
  const { scenarios } = comparison;
  const points = scenarios.flatMap((scenario) => scenario.points);
  if (points.length < 2) return [];
  return scenarios.flatMap((scenario) => scenario.points.flatMap((point) => pointLines(point, scenario, comparison)));
}

function pointLines(
  point: ComparisonPoint,
  { scenario, asked }: ScenarioComparison,
  { metrics }: Comparison,
): SummaryLine[] {
  const title = pointTitle(point);
  const { shown } = shownMetrics(point, asked, metrics);
  return askedMetrics(shown, asked, point).map((metric) => ({
    scenario: title === "" ? scenario : `${scenario}, ${title}`,
    metric: metric.title,
    ...bestOf(metric, point),
  }));
}

function bestOf({ key, write }: ShownMetric, { cells, leads }: ComparisonPoint): Pick<SummaryLine, "best" | "figure"> {
  const lead = leads[key];
  const best = lead === undefined ? [] : practicallyBest(lead);
  const summary = cells.find(({ label }) => label === best[0])?.metrics[key]?.summary;
  const figure = summary !== undefined && "mean" in summary ? write(summary.mean) : "";
  const contenders = cells.filter(({ metrics }) => metrics[key]?.rank != null).length;
  if (best.length === contenders) return { best: undecidedText((lead?.negligiblyBehind.length ?? 0) > 0), figure };
  return { best: best.join(", "), figure };
}
