import type { Comparison } from "../../compare/comparison.js";
import { type Question, undecidedText } from "../comparison/answer.js";
import { pointTable } from "../comparison/point-table.js";
import { pointTitle } from "../comparison/point-title.js";
import { type AnsweredPoint, answersOf } from "../comparison/standings.js";
import { type AllocatorMarks, labelled } from "./allocator-marks.js";
import { html, type Markup } from "./markup.js";
import { scenarioId } from "./page-plan.js";

/** With more columns than this, or with most of them empty (scenarios of a catalogue have allocators of their own), a matrix says little. */
const MOST_COLUMNS = 8;

/** What each scenario asks x allocators, the best marked; nothing where one card says it all. */
export function overviewSection(comparison: Comparison, marks: AllocatorMarks): Markup | null {
  const answered = answersOf(comparison);
  const rows = answered.flatMap((one) => one.answer.questions.map((question, place) => ({ one, question, place })));
  if (answered.length < 2 || rows.length === 0) return null;
  const labels = [...marks.keys()];
  const taking = answered.reduce((sum, { point }) => sum + point.cells.length, 0);
  const isMatrix = labels.length <= MOST_COLUMNS && taking * 2 > labels.length * answered.length;
  const index = new Map(comparison.scenarios.map((scenario, s) => [scenario, s]));
  const body = rows.map(({ one, question, place }) => {
    const section = scenarioId(index.get(one.scenario) ?? 0);
    // One head for all questions of a point.
    const head =
      place > 0
        ? null
        : html`<th scope="rowgroup" rowspan="${one.answer.questions.length}"><a href="#${section}">${rowTitle(one)}</a></th>`;
    const cells = isMatrix ? matrixCells(one, question, labels, comparison) : bestCells(question, marks);
    return html`<tr>${head}<td>${question.title}</td>${cells}</tr>
`;
  });
  const columns = isMatrix ? labels.map((label) => labelled(label, marks)) : ["best", "mean", "how sure"];
  return html`<section id="overview" aria-labelledby="overview-title">
<h2 id="overview-title">All scenarios</h2>
<p class="hint">Means with their intervals over the seeds; <span class="best-sample">marked</span> is best.</p>
<div class="wide" role="region" aria-labelledby="overview-title" tabindex="0"><table class="overview">
<thead><tr><th scope="col">scenario</th><th scope="col">metric</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>
</section>
`;
}

function rowTitle({ scenario, point }: AnsweredPoint): string {
  const title = pointTitle(point);
  return title === "" ? scenario.scenario : `${scenario.scenario}, ${title}`;
}

function matrixCells(
  { scenario, point }: AnsweredPoint,
  { key }: Question,
  labels: readonly string[],
  { metrics }: Comparison,
): Markup[] {
  const table = pointTable(point, scenario, metrics);
  const row = table.rows.find((candidate) => candidate.key === key);
  return labels.map((label) => {
    const cell = row?.cells[table.labels.indexOf(label)];
    if (cell === undefined) return html`<td class="none">did not take part</td>`;
    return html`<td${cell.isBest ? html` class="best"` : null}>${cell.text}${cell.isBest ? html`<span class="unseen"> (best)</span>` : null}</td>`;
  });
}

function bestCells({ best, isDecided, isNegligible, figure, lead }: Question, marks: AllocatorMarks): Markup {
  const who = isDecided ? best.map((label) => html`${labelled(label, marks)} `) : undecidedText(isNegligible);
  return html`<td>${who}</td><td>${figure}</td><td>${lead}</td>`;
}
