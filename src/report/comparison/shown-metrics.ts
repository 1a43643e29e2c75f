import { SCRIPT_METRIC_PREFIX } from "../../cluster/metric-sample.js";
import type { ComparedMetric, ComparisonPoint } from "../../compare/comparison.js";
import { isComparable } from "../../compare/comparison.js";
import { FIGURES, titleOf, writerOf } from "../figure.js";

/** A metric as tables show it. */
export interface ShownMetric {
  readonly key: string;
  readonly title: string;
  readonly write: (value: number) => string;
  /** Of a difference: also small ones are no 0. */
  readonly writeDifference: (value: number) => string;
}

/** What tables show of a point, and the titles of what they leave out since it is the same for all. */
export interface ShownMetrics {
  readonly shown: readonly ShownMetric[];
  readonly same: readonly string[];
}

/**
 * First what the scenario's own question is about, then what a reader compares first, last what scripts report. What has no
 * value, or is the same for every allocator and seed, is left out unless the scenario asks for it.
 */
export function shownMetrics(
  point: ComparisonPoint,
  asked: readonly string[],
  metrics: Readonly<Record<string, ComparedMetric>>,
): ShownMetrics {
  const standard = FIGURES.map(({ metric, title }) => ({ key: metric, title }));
  const titles = new Map(standard.map(({ key, title }) => [key, title]));
  const scripts = Object.keys(metrics).filter((key) => key.startsWith(SCRIPT_METRIC_PREFIX));
  const keys = [...new Set([...asked, ...standard.map(({ key }) => key), ...scripts])];
  const present = keys.filter((key) => isPresent(point, key));
  const told = present.filter((key) => asked.includes(key) || !isSame(point, key));
  const shown = told.map((key) => ({
    key,
    title: titles.get(key) ?? titleOf(key),
    write: writerOf(unitIn(key, metrics)),
    writeDifference: finely(writerOf(unitIn(key, metrics)), unitIn(key, metrics)),
  }));
  const left = present.filter((key) => !told.includes(key)).map((key) => titles.get(key) ?? titleOf(key));
  return { shown, same: left };
}

/**
 * Of these, what the scenario asks, as far as somebody can be ranked in it. A scenario that asks nothing is about
 * everything: the first figures stand for it.
 */
export function askedMetrics(
  shown: readonly ShownMetric[],
  asked: readonly string[],
  { leads }: Pick<ComparisonPoint, "leads">,
): ShownMetric[] {
  const own = shown.filter(({ key }) => asked.includes(key));
  return (own.length > 0 ? own : shown.slice(0, 3)).filter(({ key }) => leads[key] !== undefined);
}

/** With as many digits as it takes to tell a number from 0. */
export function finely(write: (value: number) => string, unit: string): (value: number) => string {
  return (value) => {
    const text = write(value);
    const [shown = ""] = text.split(" ", 1);
    if (value === 0 || Number(shown) !== 0) return text;
    const scaled = unit === "share" ? value * 100 : value;
    return text.replace(shown, Math.abs(scaled) < 1e-6 ? "0" : String(Number(scaled.toPrecision(1))));
  };
}

/** Only what a reader would stumble over without: counts speak for themselves. */
function unitIn(key: string, metrics: Readonly<Record<string, ComparedMetric>>): string {
  const { unit = "" } = metrics[key] ?? {};
  return ["s", "ms", "share"].includes(unit) || key.startsWith(SCRIPT_METRIC_PREFIX) ? unit : "";
}

function isPresent({ cells }: ComparisonPoint, key: string): boolean {
  return cells.some(({ metrics }) => metrics[key] !== undefined && isComparable(metrics[key].summary));
}

function isSame({ cells }: ComparisonPoint, key: string): boolean {
  const samples = cells.map(({ metrics }) => metrics[key]?.values.filter((value) => value !== null) ?? []);
  const told = samples.filter(({ length }) => length > 0);
  return told.length > 1 && new Set(told.flat()).size === 1;
}
