import { gzipSync } from "node:zlib";
import type { ChartedRun, RunCharts } from "../../recording/run-charts.js";
import { html, type Markup } from "./markup.js";
import { pointId } from "./page-plan.js";

/** More than an eye can tell apart. */
const DIGITS = 5;

/**
 * A run's charts in an element that no browser runs: JSON, gzipped, in base64. Packed a run takes a fifth of the room, and
 * the page unpacks it only when one of its charts comes into view.
 */
export function embeddedRun({ label, seed, charts }: ChartedRun, at: readonly [number, number], mark: number): Markup {
  const packed = gzipSync(shortened(charts)).toString("base64");
  return html`<script type="application/gzip" data-point="${pointId(...at)}" data-label="${label}" data-mark="${mark}" data-seed="${seed}">${packed}</script>
`;
}

function shortened(charts: RunCharts): string {
  return JSON.stringify(charts, (_, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value,
  );
}
