import { type CellMetric, isComparable, type Summary } from "../../compare/comparison.js";
import { MARK_COLOURS, shapeOf } from "./allocator-marks.js";
import { html, type Markup } from "./markup.js";

/** Of the values that are drawn under each other: the left and the right end. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** Wide enough for every mean and interval; null where there is no value at all. */
export function scaleOf(figures: readonly (CellMetric | undefined)[]): Scale | null {
  const summaries = figures.flatMap((figure) => summaryOf(figure) ?? []);
  if (summaries.length === 0) return null;
  const ends = summaries.flatMap(({ mean, interval }) =>
    isComparable(interval) ? [mean, interval.low, interval.high] : [mean],
  );
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

const WIDTH = 200;
const HEIGHT = 16;
/** A part of the values: means that differ by less do so only in how their sums were rounded. */
const ROUNDING = 1e-12;
/** Room for the dot at both ends. */
const MARGIN = 7;

/**
 * A dot at the mean on a line from end to end of its interval, with a hairline at the reference's mean. The numbers
 * stand beside it as text.
 */
export function intervalStrip(
  figure: CellMetric | undefined,
  scale: Scale,
  mark: number,
  reference: CellMetric | undefined,
): Markup | null {
  const summary = summaryOf(figure);
  if (summary === null) return null;
  const x = (value: number) => position(value, scale);
  const against = summaryOf(reference);
  const middle = HEIGHT / 2;
  const { mean, interval } = summary;
  const line = isComparable(interval)
    ? html`<path class="interval" d="M${x(interval.low)} ${middle}H${x(interval.high)}M${x(interval.low)} 4v8M${x(interval.high)} 4v8"/>`
    : null;
  return html`<svg class="strip mark-${mark % MARK_COLOURS}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path class="axis" d="M0 ${middle}H${WIDTH}"/>${
    against === null ? null : html`<path class="reference" d="M${x(against.mean)} 0v${HEIGHT}"/>`
  }${line}<path class="dot" transform="translate(${x(mean)} ${middle})" d="${shapeOf(mark)}"/></svg>`;
}

function summaryOf(figure: CellMetric | undefined): Summary | null {
  return figure !== undefined && isComparable(figure.summary) ? figure.summary : null;
}

function position(value: number, { low, high }: Scale): number {
  const isPoint = high - low <= ROUNDING * Math.max(Math.abs(low), Math.abs(high));
  const part = isPoint ? 0.5 : (value - low) / (high - low);
  return Math.round((MARGIN + part * (WIDTH - 2 * MARGIN)) * 10) / 10;
}
