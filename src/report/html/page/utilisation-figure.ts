import { type Choice, chosenOf, type FigureMaker } from "./figure.js";
import { lineDashes } from "./line-dashes.js";
import type { ShownRun } from "./shown-run.js";
import { smallMultiples } from "./small-multiples.js";
import { timeTable } from "./time-table.js";

/** Prefixes of the series' names. */
const MEASURES = [
  { value: "utilisation", text: "allocated" },
  { value: "utilisationUsed", text: "really used" },
  { value: "utilisationRevocable", text: "allocated as revocable" },
  { value: "utilisationOffered", text: "on offer" },
];

/** What part of each resource is allocated, used or on offer. */
export const utilisationFigure: FigureMaker = (runs, chosen, look) => {
  const present = MEASURES.filter(({ value }) => runs.some((run) => resourcesOf(run, value).length > 0));
  const choice: Choice = { name: "measure", title: "Part of the cluster that is", options: present };
  const measure = chosenOf(choice, chosen);
  const resources = [...new Set(runs.flatMap((run) => resourcesOf(run, measure)))];
  const linesOf = (run: ShownRun) => {
    const lines = resources.flatMap((resource, place) => {
      const series = run.charts.series.find(({ name, of }) => of === "" && name === `${measure}.${resource}`);
      return series === undefined ? [] : [{ name: resource, series, colour: look.partColour(place) }];
    });
    const dashes = lineDashes(lines.map(({ series }) => series.values));
    return lines.map((line, i) => ({ ...line, dash: dashes[i] ?? "solid" }));
  };
  return {
    choices: [choice],
    legend: resources.map((text, place) => ({ text, colour: look.partColour(place), kind: "line" })),
    panels: smallMultiples(runs, linesOf, look),
    table: timeTable(
      ["allocator", "resource"],
      runs.flatMap((run) =>
        linesOf(run).map(({ name, series }) => ({ names: [run.label, name], series, end: run.charts.endSeconds })),
      ),
    ),
  };
};

function resourcesOf({ charts }: ShownRun, measure: string): string[] {
  const names = charts.series.filter(({ name, of }) => of === "" && name.startsWith(`${measure}.`));
  return names.map(({ name }) => name.slice(measure.length + 1));
}
