import type { ComparisonPoint } from "../../compare/comparison.js";
import type { RunCharts } from "../../recording/run-charts.js";
import type { AllocatorMarks } from "./allocator-marks.js";
import { embeddedRun } from "./embedded-run.js";
import { html, type Markup } from "./markup.js";
import type { PackedRun } from "./packed-runs.js";
import { pointId } from "./page-plan.js";
import { noteList } from "./verdict-list.js";

/** A figure that the page's script draws: `kind` names it there (`page/figure-kinds.ts`). */
interface DrawnFigure {
  readonly kind: string;
  readonly title: string;
  readonly hint: string;
  readonly isThere: (charts: RunCharts) => boolean;
}

const FIGURES: readonly DrawnFigure[] = [
  {
    kind: "utilisation",
    title: "Use of the cluster over virtual time",
    hint: "The part of the cluster that tasks hold, by resource; also what of it is revocable, and what is on offer.",
    isThere: ({ series }) => series.some(({ name }) => name.startsWith("utilisation")),
  },
  {
    kind: "shares",
    title: "Dominant share over virtual time, against the fair share",
    hint: "Lines: each role's dominant share. Dashed, in the same colour: what would be fair.",
    isThere: ({ series }) => series.some(({ name }) => name === "dominantShare"),
  },
  {
    kind: "pending",
    title: "Tasks that wait, over virtual time",
    hint: "One line for each allocator.",
    isThere: ({ series }) => series.some(({ name }) => name === "tasks.pending"),
  },
  {
    kind: "distribution",
    title: "How long tasks wait",
    hint: "The part of all tasks that waited at most so long. The further up and to the left, the better.",
    isThere: ({ distributions }) => distributions.length > 0,
  },
  {
    kind: "gantt",
    title: "Which tasks ran where",
    hint: "A bar is a task on an agent, in its framework's colour. Hatched: revocable. Thick edge and cross: killed.",
    isThere: ({ gantt }) => gantt.bars.length > 0,
  },
  {
    kind: "offers",
    title: "What became of the offers",
    hint: "From each framework's offers to accepted, declined and rescinded ones.",
    isThere: ({ offers }) => offers.some(({ sent }) => sent > 0),
  },
  {
    kind: "cycles",
    title: "Time of an allocation cycle",
    hint: "How many cycles took so long. Wall clock, while other runs went on: another machine has other times.",
    isThere: ({ cycles }) => cycles.counts.length > 0,
  },
  {
    kind: "script",
    title: "What the scripts report of themselves",
    hint: "The metrics that allocators report, over virtual time.",
    isThere: ({ scriptMetrics }) => scriptMetrics.length > 0,
  },
];

export interface ChartsSetting {
  readonly marks: AllocatorMarks;
  readonly isOpen: boolean;
}

/** The charts of a point: one run of each allocator, drawn when they come into view. Nothing where no run is charted. */
export function chartsSection(
  point: ComparisonPoint,
  at: readonly [number, number],
  charted: readonly PackedRun[],
  { marks, isOpen }: ChartsSetting,
): Markup | null {
  const runs = point.cells.flatMap(({ label }) => charted.find((run) => run.label === label) ?? []);
  if (runs.length === 0) return null;
  const figures = FIGURES.filter(({ isThere }) => runs.some(({ charts }) => isThere(charts)));
  return html`<details class="charts"${isOpen ? html` open` : null}><summary><h4>Charts</h4></summary>
<p class="hint">${seedText(runs)} Times are virtual seconds since the run began.</p>
${noteList([...notCharted(point, runs), ...thinned(runs)])}
${runs.map((run) => embeddedRun(run, at, marks.get(run.label) ?? 0))}
<div class="figures-of-runs">${figures.map((figure) => figureOf(figure, pointId(...at)))}</div></details>
`;
}

function figureOf({ kind, title, hint }: DrawnFigure, point: string): Markup {
  return html`<figure data-kind="${kind}" data-point="${point}"><figcaption><h5>${title}</h5><p class="hint">${hint}</p></figcaption>
<div class="controls"></div><ul class="legend"></ul><div class="panels"><noscript>The charts need JavaScript; the tables above do not.</noscript></div>
<details class="as-table"><summary>${title}: as a table</summary><div class="wide" role="region" aria-label="${title}: as a table" tabindex="0"></div></details></figure>
`;
}

function seedText(runs: readonly PackedRun[]): string {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  if (seeds.length === 1)
    return `One run of each allocator, with seed ${seeds[0]}; the figures above are over all seeds.`;
  const each = runs.map(({ label, seed }) => `${label} with seed ${seed}`);
  return `One run of each allocator: ${each.join(", ")}; the figures above are over all seeds.`;
}

function notCharted({ cells }: ComparisonPoint, runs: readonly PackedRun[]): string[] {
  return cells
    .filter(({ label }) => !runs.some((run) => run.label === label))
    .map(
      ({ label, status }) =>
        `No chart of ${label}: ${status === "ok" ? "none was recorded" : `it ${reasonOf(status)}`}.`,
    );
}

function thinned(runs: readonly PackedRun[]): string[] {
  const labels = runs.filter(({ isThinned }) => isThinned).map(({ label }) => label);
  if (labels.length === 0) return [];
  return [
    `The charts of ${labels.join(", ")} have fewer points and bars than were recorded, so that this page stays small: a report of fewer runs has them all.`,
  ];
}

function reasonOf(status: "failed" | "skipped"): string {
  return status === "failed" ? "failed" : "was skipped";
}
