import type { Comparison, ComparisonPoint, ScenarioComparison } from "../../compare/comparison.js";
import { type Answer, answerOf, type Choice, type Question, undecidedText } from "../comparison/answer.js";
import { guardLines } from "../comparison/guard-lines.js";
import { pointTable } from "../comparison/point-table.js";
import { pointTitle } from "../comparison/point-title.js";
import { remarks } from "../comparison/remarks.js";
import { type Standing, standings } from "../comparison/standings.js";
import { expectationLines, troubleLines } from "../comparison/verdict-lines.js";
import { type AllocatorMarks, labelled } from "./allocator-marks.js";
import { html, type Markup } from "./markup.js";
import { MOST_UNFOLDED, pointId, scenarioId } from "./page-plan.js";
import { noteList, verdictList } from "./verdict-list.js";

/** The top of the page: which allocator to choose, at what price, and how sure that is. */
export function answerSection(comparison: Comparison, marks: AllocatorMarks): Markup {
  const { scenarios, baseline } = comparison;
  const points = scenarios.flatMap((scenario) => scenario.points).length;
  const cards = scenarios.flatMap((scenario, s) =>
    scenario.skipped !== null
      ? [skippedCard(scenario)]
      : scenario.points.map((point, p) =>
          card(point, scenario, comparison, { marks, at: [s, p], isOpen: points <= MOST_UNFOLDED }),
        ),
  );
  return html`<section id="answer" aria-labelledby="answer-title">
<h2 id="answer-title">Which allocator, and why</h2>
${baseline === null ? null : html`<h3>Against <code>${baseline.file}</code></h3>${verdictList(guardLines(baseline))}`}
${points > 1 ? overall(standings(comparison), marks) : null}
<div class="cards${points === 1 ? " single" : ""}">${cards}</div>
</section>
`;
}

/** Only whoever was judged at more than one point: in a catalogue most allocators belong to one scenario. */
function overall(all: readonly Standing[], marks: AllocatorMarks): Markup | null {
  const told = all.filter((standing) => standing.points > 1);
  if (told.length < 2) return null;
  const rows = told.map(
    ({ label, best, alone, questions }) => html`<tr><th scope="row">${labelled(label, marks)}</th>
<td class="meter"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="bar" width="${round((100 * best) / questions)}" height="8"/><rect class="bar alone" width="${round((100 * alone) / questions)}" height="8"/></svg></td>
<td>best in ${best} of ${questions}</td><td>${alone === 0 ? "never alone" : `alone in ${alone}`}</td></tr>
`,
  );
  return html`<table class="standings"><caption>How often each is best in what the scenarios ask, where somebody is told apart</caption>
<tbody>${rows}</tbody></table>
`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

interface CardPlace {
  readonly marks: AllocatorMarks;
  readonly at: readonly [number, number];
  readonly isOpen: boolean;
}

function card(
  point: ComparisonPoint,
  scenario: ScenarioComparison,
  { metrics }: Comparison,
  { marks, at, isOpen }: CardPlace,
): Markup {
  const answer = answerOf(point, scenario, metrics);
  const table = pointTable(point, scenario, metrics);
  const axes = pointTitle(point);
  const target = scenario.points.length === 1 ? scenarioId(at[0]) : pointId(...at);
  return html`<article class="card">
<h3><a href="#${target}">${scenario.scenario}${axes === "" ? "" : `, ${axes}`}</a> ${heldBadge(point)}</h3>
<p class="headline">${answer.headline}</p>
${verdictList(troubleLines(point))}
<details class="why"${isOpen ? html` open` : null}><summary>Why, at what price, how sure</summary>
${questionList(answer, marks)}
${factList(answer, marks)}
${answer.choices.length === 0 ? null : html`<h4>The price</h4><ul class="prices">${answer.choices.map((choice) => priceItem(choice, marks))}</ul>`}
${doubts([...table.missing, ...remarks(table, point)])}
</details>
</article>
`;
}

function skippedCard({ scenario, skipped }: ScenarioComparison): Markup {
  return html`<article class="card"><h3>${scenario}</h3>${verdictList([{ kind: "open", word: "skipped", text: skipped ?? "" }])}</article>
`;
}

function heldBadge(point: ComparisonPoint): Markup | null {
  const judged = expectationLines(point).filter(({ kind }) => kind !== "open");
  if (judged.length === 0) return null;
  const held = judged.filter(({ kind }) => kind === "good").length;
  return html`<span class="badge ${held === judged.length ? "good" : "bad"}">${held} of ${judged.length} expectations held</span>`;
}

function questionList({ questions }: Answer, marks: AllocatorMarks): Markup | null {
  if (questions.length === 0) return null;
  return html`<dl class="questions">${questions.map((question) => questionItem(question, marks))}</dl>`;
}

function questionItem({ title, best, isDecided, isNegligible, figure, lead }: Question, marks: AllocatorMarks): Markup {
  const who = isDecided
    ? html`${best.map((label) => html`${labelled(label, marks)} `)}<b>${figure}</b>`
    : html`${undecidedText(isNegligible)}: <b>${figure}</b>`;
  return html`<div><dt>${title}</dt><dd>${who}${lead === "" ? null : html`<span class="lead">${lead}</span>`}</dd></div>`;
}

function factList({ facts }: Answer, marks: AllocatorMarks): Markup | null {
  if (facts.length === 0) return null;
  const items = facts.map(
    ({ title, figures }) =>
      html`<div><dt>${title}</dt><dd>${figures.map(({ label, figure }) => html`<span class="fact">${labelled(label, marks)} ${figure}</span> `)}</dd></div>`,
  );
  return html`<dl class="questions">${items}</dl>`;
}

function priceItem({ label, price, alsoWorseIn }: Choice, marks: AllocatorMarks): Markup {
  const what = price.length === 0 ? "worse in nothing that is asked" : price.join("; ");
  const more =
    alsoWorseIn.length === 0
      ? null
      : html` <span class="hint">(not asked, worse as well: ${alsoWorseIn.join(", ")})</span>`;
  return html`<li>${labelled(label, marks)}: ${what}${more}</li>`;
}

function doubts(lines: readonly string[]): Markup | null {
  return lines.length === 0 ? null : html`<h4>To be known</h4>${noteList(lines)}`;
}
