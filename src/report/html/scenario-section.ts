import type { Comparison, ComparisonPoint, ScenarioComparison } from "../../compare/comparison.js";
import { pointTable } from "../comparison/point-table.js";
import { pointTitle } from "../comparison/point-title.js";
import { remarks } from "../comparison/remarks.js";
import { scenarioTitle } from "../comparison/scenario-title.js";
import { shownMetrics } from "../comparison/shown-metrics.js";
import { expectationLines, troubleLines } from "../comparison/verdict-lines.js";
import type { AllocatorMarks } from "./allocator-marks.js";
import { chartsSection } from "./charts-section.js";
import { figuresTable } from "./figures-table.js";
import { html, type Markup } from "./markup.js";
import { metricCard } from "./metric-card.js";
import type { PackedRun } from "./packed-runs.js";
import { MOST_UNFOLDED, pointId, scenarioId } from "./page-plan.js";
import { noteList, verdictList } from "./verdict-list.js";

/** What a section of a scenario needs beside the scenario. */
export interface SectionSetting {
  readonly comparison: Comparison;
  readonly marks: AllocatorMarks;
  readonly charted: ChartedRuns;
}

/** The charted runs of a point, by its scenario's name and its own index. */
export type ChartedRuns = (scenario: string, point: number) => readonly PackedRun[];

/** One scenario: each combination of axis values with its verdicts, figures and charts. */
export function scenarioSection(scenario: ScenarioComparison, index: number, setting: SectionSetting): Markup {
  const title = scenario.skipped === null ? scenarioTitle(scenario) : scenario.scenario;
  const body =
    scenario.skipped === null
      ? scenario.points.map((point, p) => pointSection(point, scenario, [index, p], setting))
      : verdictList([{ kind: "open", word: "skipped", text: scenario.skipped }]);
  return html`<section class="scenario" id="${scenarioId(index)}" aria-labelledby="${scenarioId(index)}-title">
<h2 id="${scenarioId(index)}-title">${title}</h2>
<p class="hint"><code>${scenario.file}</code></p>
${noteList(scenario.notes)}
${body}
</section>
`;
}

function pointSection(
  point: ComparisonPoint,
  scenario: ScenarioComparison,
  at: readonly [number, number],
  setting: SectionSetting,
): Markup {
  const { comparison, marks } = setting;
  const title = pointTitle(point);
  return html`<div class="point" id="${pointId(...at)}">
${title === "" ? null : html`<h3>${title}</h3>`}
${verdictList([...troubleLines(point), ...expectationLines(point)])}
${pointFigures(point, scenario, setting)}
${chartsSection(point, at, setting.charted(scenario.scenario, at[1]), { marks, isOpen: pointsOf(comparison) <= MOST_UNFOLDED })}
</div>
`;
}

function pointFigures(point: ComparisonPoint, scenario: ScenarioComparison, setting: SectionSetting): Markup {
  const { metrics } = setting.comparison;
  const { shown } = shownMetrics(point, scenario.asked, metrics);
  const table = pointTable(point, scenario, metrics);
  const cards = shown.map((metric, i) => {
    const isAsked = scenario.asked.includes(metric.key);
    const row = table.rows[i];
    if (row === undefined) return null;
    return metricCard(metric, row, point, metrics[metric.key], {
      marks: setting.marks,
      reference: scenario.reference,
      isAsked,
    });
  });
  return html`<h4>Figures</h4>
<p class="hint">Mean and interval over the seeds, the difference to ${scenario.reference} (its mean is the hairline), and the rank.</p>
<div class="metrics">${cards}</div>
<details><summary>Who is ahead in what, and how sure that is</summary>${noteList([...table.leads.map(({ title, text }) => `${title}: ${text}`), ...table.level])}</details>
${noteList(table.missing)}
${noteList(remarks(table, point))}
${figuresTable(shown, point, setting.marks)}
`;
}

function pointsOf({ scenarios }: Comparison): number {
  return scenarios.flatMap(({ points }) => points).length;
}
