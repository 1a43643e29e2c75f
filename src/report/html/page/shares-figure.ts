import type { Series } from "../../../recording/run-charts.js";
import { type Choice, chosenOf, type FigureMaker } from "./figure.js";
import type { ShownRun } from "./shown-run.js";
import { type PanelLine, smallMultiples } from "./small-multiples.js";
import { timeTable } from "./time-table.js";

const ALL = "";
/** More lines than there are colours could not be told apart. */
const MOST_ROLES = 8;

/** Each role's dominant share, against what would be fair. */
export const sharesFigure: FigureMaker = (runs, chosen, look) => {
  const roles = rolesOf(runs);
  const options = [
    { value: ALL, text: roles.length > MOST_ROLES ? `the first ${MOST_ROLES} roles` : "all roles" },
    ...roles.map((role) => ({ value: role, text: role })),
  ];
  const choice: Choice = { name: "role", title: "Role", options };
  const role = chosenOf(choice, chosen);
  const shown = role === ALL ? roles.slice(0, MOST_ROLES) : [role];
  const linesOf = (run: ShownRun): PanelLine[] =>
    shown.flatMap((of) => {
      const colour = look.partColour(roles.indexOf(of));
      const [held, fair] = ["dominantShare", "fairShare"].map((name) => seriesOf(run, name, of));
      return [
        ...(held === undefined ? [] : [{ name: of, series: held, colour, dash: "solid" as const }]),
        ...(fair === undefined ? [] : [{ name: `${of}, fair`, series: fair, colour, dash: "dashed" as const }]),
      ];
    });
  return {
    choices: roles.length > 1 ? [choice] : [],
    legend: [
      ...shown.map((text) => ({ text, colour: look.partColour(roles.indexOf(text)), kind: "line" as const })),
      { text: "fair share", colour: look.quiet, kind: "dashed" as const },
    ],
    panels: smallMultiples(runs, linesOf, look),
    table: timeTable(
      ["allocator", "share"],
      runs.flatMap((run) =>
        linesOf(run).map(({ name, series }) => ({ names: [run.label, name], series, end: run.charts.endSeconds })),
      ),
    ),
  };
};

function rolesOf(runs: readonly ShownRun[]): string[] {
  const series = runs.flatMap(({ charts }) =>
    charts.series.filter(({ name, of }) => name === "dominantShare" && of !== ""),
  );
  return [...new Set(series.map(({ of }) => of))];
}

function seriesOf({ charts }: ShownRun, name: string, of: string): Series | undefined {
  return charts.series.find((series) => series.name === name && series.of === of);
}
