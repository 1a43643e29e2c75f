import type { Comparison } from "../../compare/comparison.js";
import type { ChartedRun } from "../../recording/run-charts.js";
import { allocatorMarks } from "./allocator-marks.js";
import { answerSection } from "./answer-section.js";
import { glossarySection } from "./glossary-section.js";
import { languagesSection } from "./languages-section.js";
import { html, Markup } from "./markup.js";
import { overviewSection } from "./overview-section.js";
import { type PackedRun, packedRuns } from "./packed-runs.js";
import { contentPolicy, type PageFiles, pageFiles } from "./page-files.js";
import { scenarioId } from "./page-plan.js";
import { provenanceSection } from "./provenance-section.js";
import { type ChartedRuns, scenarioSection } from "./scenario-section.js";

/**
 * A comparison as one HTML file that needs nothing else: no network, no other file. Without scripts its tables and
 * sentences are there all the same.
 *
 * @param charted one run of each allocator at each point, as far as there are any
 */
export function comparisonHtml(comparison: Comparison, charted: readonly ChartedRun[]): string {
  const files = pageFiles();
  const marks = allocatorMarks(comparison);
  const setting = { comparison, marks, charted: byPlace(packedRuns(charted)) };
  const languages = languagesSection(comparison, marks);
  const page = html`<!doctype html>
<html lang="en">
${head(comparison, files)}
<body>
<a class="skip" href="#main">Skip to the answer</a>
${masthead(comparison, languages)}
<main id="main" tabindex="-1">
${answerSection(comparison, marks)}
${overviewSection(comparison, marks)}
${comparison.scenarios.map((scenario, s) => scenarioSection(scenario, s, setting))}
${languages}
${glossarySection(comparison)}
${provenanceSection(comparison)}
</main>
<script>${new Markup(files.script)}</script>
</body>
</html>
`;
  return page.text;
}

function byPlace(charted: readonly PackedRun[]): ChartedRuns {
  return (scenario, point) => charted.filter((run) => run.scenario === scenario && run.point === point);
}

function head({ scenarios }: Comparison, files: PageFiles): Markup {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(files)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Allocators compared: ${scenarios.map(({ scenario }) => scenario).join(", ")}</title>
<style>${new Markup(files.style)}</style>
</head>`;
}

function masthead({ scenarios, versions }: Comparison, languages: Markup | null): Markup {
  const allocators = new Set(
    scenarios.flatMap(({ points }) => points.flatMap(({ cells }) => cells.map(({ label }) => label))),
  );
  const runs = scenarios.flatMap(({ points }) =>
    points.flatMap(({ cells }) => cells.flatMap((cell) => cell.runs)),
  ).length;
  const counts = [count(scenarios.length, "scenario"), count(allocators.size, "allocator"), count(runs, "run")];
  return html`<header class="masthead">
<div><h1>Comparison of allocators</h1>
<p class="hint">${counts.join(", ")}; allocator workbench ${versions.workbench}</p></div>
<div class="tools"><button type="button" id="theme" hidden>Dark</button><button type="button" id="print" hidden>Print</button></div>
<nav aria-label="sections"><details class="contents"><summary>Contents</summary><ul>
<li><a href="#answer">Which allocator, and why</a></li>
${scenarios.map(({ scenario }, s) => html`<li><a href="#${scenarioId(s)}">${scenario}</a></li>`)}
${languages === null ? null : html`<li><a href="#languages">What a cycle costs, by language</a></li>`}
<li><a href="#metrics">What the metrics mean</a></li>
<li><a href="#repeat">Repeat it</a></li></ul></details></nav>
</header>`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
