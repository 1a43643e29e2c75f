import type { Comparison } from "../../compare/comparison.js";
import { CYCLE_COST, type LanguageCost, languageCosts, medianMs } from "../comparison/language-costs.js";
import { writerOf } from "../figure.js";
import { type AllocatorMarks, MARK_COLOURS, shapeOf } from "./allocator-marks.js";
import { html, type Markup } from "./markup.js";

/** What a cycle costs in each language; nothing where all are in one. */
export function languagesSection(comparison: Comparison, marks: AllocatorMarks): Markup | null {
  const costs = languageCosts(comparison);
  if (costs.length < 2) return null;
  const axis = axisOf(costs);
  const rows = costs.map((cost) => row(cost, axis, marks));
  return html`<section id="languages" aria-labelledby="languages-title">
<h2 id="languages-title">What a cycle costs, by language</h2>
<p class="hint">The median time of an allocation cycle (<code>${CYCLE_COST}</code>), one mark for each allocator and scenario, on a logarithmic scale. Wall clock, while other runs went on: another machine has other times. The last column compares only those that decided the same as the built-in with every seed.</p>
<div class="wide" role="region" aria-labelledby="languages-title" tabindex="0"><table class="languages">
<thead><tr><th scope="col">language</th><th scope="col">allocators</th><th scope="col">${axisMarkup(axis)}</th><th scope="col">least</th><th scope="col">median</th><th scope="col">most</th><th scope="col">times the built-in</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>
`;
}

const write = writerOf("ms");

function row(cost: LanguageCost, axis: Axis, marks: AllocatorMarks): Markup {
  const { language, cells, timesBuiltin } = cost;
  const times = cells.map(({ meanMs }) => meanMs);
  const dots = cells.map(({ label, meanMs }) => {
    const mark = marks.get(label) ?? 0;
    return html`<path class="dot mark-${mark % MARK_COLOURS}" transform="translate(${axis.x(meanMs)} ${MIDDLE})" d="${shapeOf(mark)}"/>`;
  });
  const several = timesBuiltin !== null && timesBuiltin.cells > 1 ? ` (mean of ${timesBuiltin.cells})` : "";
  const ratio = timesBuiltin === null ? "" : `${timesBuiltin.ratio.toFixed(1)}${several}`;
  return html`<tr><th scope="row">${language}</th><td>${new Set(cells.map(({ label }) => label)).size}</td><td>${strip(axis, dots)}</td><td>${write(Math.min(...times))}</td><td>${write(medianMs(cost))}</td><td>${write(Math.max(...times))}</td><td>${ratio}</td></tr>
`;
}

const WIDTH = 320;
const HEIGHT = 16;
const MIDDLE = HEIGHT / 2;
const MARGIN = 7;
/** What the machine's clock cannot tell from 0 stands at the left end. */
const LEAST_MS = 0.001;

interface Axis {
  readonly x: (ms: number) => number;
  /** Powers of ten, in milliseconds. */
  readonly ticks: readonly number[];
}

function axisOf(costs: readonly LanguageCost[]): Axis {
  const times = costs.flatMap(({ cells }) => cells.map(({ meanMs }) => Math.max(LEAST_MS, meanMs)));
  const low = Math.floor(Math.log10(Math.min(...times)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...times))));
  const x = (ms: number) => {
    const part = (Math.log10(Math.max(LEAST_MS, ms)) - low) / (high - low);
    return Math.round((MARGIN + part * (WIDTH - 2 * MARGIN)) * 10) / 10;
  };
  return { x, ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)) };
}

function strip({ x, ticks }: Axis, dots: readonly Markup[]): Markup {
  const lines = ticks.map((tick) => `M${x(tick)} 0v${HEIGHT}`).join("");
  return html`<svg class="log strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path class="axis" d="${lines}"/>${dots}</svg>`;
}

function axisMarkup({ x, ticks }: Axis): Markup {
  const last = ticks.length - 1;
  const words = ticks.map((tick, i) => {
    const anchor = i === 0 ? "start" : i === last ? "end" : "middle";
    return html`<text x="${i === 0 ? 0 : i === last ? WIDTH : x(tick)}" y="12" text-anchor="${anchor}">${write(tick)}</text>`;
  });
  return html`<svg class="log ticks" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="time of a cycle">${words}</svg>`;
}
