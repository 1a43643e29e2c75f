import { nearest } from "../../base/nearest.js";
import type { Cursor } from "../document/cursor.js";
import type { KnownNames } from "../resolve/known-names.js";
import type { Comparison, Expectation, ExpectedDecisions, ExpectedMetric } from "../scenario.js";
import { checkMetricKey, DISTINCT_DECISIONS, type MetricNames } from "./metric-key.js";

const COMPARISONS: readonly Comparison[] = ["below", "above", "atMost", "atLeast", "equals"];

export interface ExpectationNames extends MetricNames {
  /** Of all allocators of the file and of all that are run. */
  readonly labels: KnownNames;
  /** Of those that are run: what an expectation without an allocator is about. */
  readonly running: readonly string[];
}

/** The expectations, one for each allocator and bound. */
export function readExpectations(list: Cursor, names: ExpectationNames): Expectation[] {
  return list.items.flatMap((item, entry) => {
    return item.isMap ? readExpectation(item, names).map((read) => ({ ...read, entry })) : [];
  });
}

/** Before it is told where in the list it stands. */
type Unplaced = Omit<ExpectedMetric, "entry"> | Omit<ExpectedDecisions, "entry">;

function readExpectation(item: Cursor, names: ExpectationNames): Unplaced[] {
  const bounds = COMPARISONS.flatMap((comparison) => {
    const bound = item.get(comparison).number;
    return bound === undefined ? [] : [{ comparison, bound }];
  });
  if (!COMPARISONS.some((comparison) => Object.hasOwn(item.value as object, comparison))) {
    item.complain("an expectation has a bound", `add one of ${COMPARISONS.join(", ")}`, null);
  }
  return item.get("metric").text === DISTINCT_DECISIONS
    ? distinctDecisions(item, bounds, names)
    : ofMetric(item, bounds, names);
}

interface Bound {
  readonly comparison: Comparison;
  readonly bound: number;
}

function distinctDecisions(item: Cursor, bounds: readonly Bound[], names: ExpectationNames): Unplaced[] {
  const allocator = item.get("allocator");
  if (allocator.present)
    allocator.complainOfKey("distinctDecisions is about several allocators at once", "name them under of");
  if (!item.get("of").present) item.complain("distinctDecisions needs the key of", "add of: [LABEL, LABEL]", null);
  const of = item.get("of").items.flatMap((label) => readLabel(label, names.labels));
  const unaffected = isUnaffected(item);
  return bounds.map(({ comparison, bound }) => {
    const text = `${DISTINCT_DECISIONS} of ${of.join(", ")} ${comparison} ${bound}`;
    return { kind: "distinctDecisions", text, of, comparison, bound, unaffected };
  });
}

function ofMetric(item: Cursor, bounds: readonly Bound[], names: ExpectationNames): Unplaced[] {
  const of = item.get("of");
  if (of.present) of.complainOfKey("of belongs to the metric distinctDecisions", "write allocator in its place");
  checkMetricKey(item.get("metric"), names);
  const metric = item.get("metric").text;
  if (metric === undefined) return [];
  const unaffected = isUnaffected(item);
  return readAllocators(item.get("allocator"), names).flatMap((allocator) =>
    bounds.map(({ comparison, bound }) => {
      const text = `${allocator}: ${metric} ${comparison} ${bound}`;
      return { kind: "metric" as const, text, allocator, metric, comparison, bound, unaffected };
    }),
  );
}

function isUnaffected(item: Cursor): boolean {
  return item.get("unaffected").boolean ?? false;
}

function readAllocators(allocator: Cursor, names: ExpectationNames): readonly string[] {
  if (Array.isArray(allocator.value)) return allocator.items.flatMap((label) => readLabel(label, names.labels));
  return allocator.present ? readLabel(allocator, names.labels) : names.running;
}

function readLabel(label: Cursor, labels: KnownNames): string[] {
  if (label.text === undefined) return [];
  if (labels === null || labels.has(label.text)) return [label.text];
  const meant = nearest(label.text, labels);
  const nextStep =
    meant === undefined ? `the labels are ${[...labels].join(", ")}` : `did you mean ${JSON.stringify(meant)}?`;
  label.complain("the scenario has no allocator with this label", nextStep);
  return [];
}
