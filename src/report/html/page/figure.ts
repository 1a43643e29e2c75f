import type { EChartsCoreOption } from "echarts/core";
import type { ShownRun } from "./shown-run.js";

/** What a figure shows, as plain data: made from the runs alone, so that it can be made again in other colours. */
export interface Figure {
  /** What the reader may choose, if there is anything to choose. */
  readonly choices: readonly Choice[];
  /** What the lines and bars of all panels mean; none where each allocator's line has its name. */
  readonly legend: readonly LegendEntry[];
  readonly panels: readonly Panel[];
  /** The same in words and numbers. */
  readonly table: FigureTable;
}

export interface Choice {
  readonly name: string;
  readonly title: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

/** What is chosen, by the choice's name; what is not there has its first option. */
export type Chosen = Readonly<Record<string, string>>;

export interface LegendEntry {
  readonly text: string;
  readonly colour: string;
  readonly kind: "line" | "dashed" | "bar" | "hatched" | "killed";
}

/** One chart. Small multiples have one for each allocator, which is named above it. */
export interface Panel {
  readonly run: Pick<ShownRun, "label" | "mark"> | null;
  /** Pixels. */
  readonly height: number;
  /** What someone is told who does not see it. */
  readonly summary: string;
  readonly option: EChartsCoreOption;
}

export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Colours as they are now, in light or dark. */
export interface Look {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly panel: string;
  /** Of allocators, by their mark. */
  readonly markColour: (mark: number) => string;
  /** Of roles, frameworks and resources, by their place. */
  readonly partColour: (place: number) => string;
  /** A fill of stripes in a colour. */
  readonly hatch: (colour: string) => object;
}

export type FigureMaker = (runs: readonly ShownRun[], chosen: Chosen, look: Look) => Figure;

/** The chosen value, or the first there is. */
export function chosenOf(choice: Choice, chosen: Chosen): string {
  const value = chosen[choice.name];
  const isThere = choice.options.some((option) => option.value === value);
  return isThere && value !== undefined ? value : (choice.options[0]?.value ?? "");
}
