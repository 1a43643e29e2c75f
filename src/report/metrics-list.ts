import type { Colors } from "picocolors/types.js";
import type { MetricDefinition } from "../metrics/metric.js";
import { METRIC_PAGES } from "../metrics/metric-pages.js";
import { plainTable } from "./table.js";

/** The document that `workbench metrics --json` prints. */
export interface MetricsDocument {
  /** In the order of the pages. */
  readonly metrics: readonly (MetricDefinition & { readonly page: string })[];
}

/** @param page only its metrics; undefined: all */
export function toMetricsDocument(page: string | undefined): MetricsDocument {
  const pages = Object.entries(METRIC_PAGES).filter(([name]) => page === undefined || name === page);
  return {
    metrics: pages.flatMap(([name, { definitions }]) =>
      definitions.map((definition) => ({ ...definition, page: name })),
    ),
  };
}

const BETTER = { lower: "lower", higher: "higher", neutral: "-" } as const;

export function metricsListText({ metrics }: MetricsDocument, colors: Colors): string {
  const rows = metrics.map(({ name, unit, direction, page }) => [name, unit, BETTER[direction], page]);
  const table = plainTable([["metric", "unit", "better", "page"], ...rows], "left");
  return `${table}\n\nOf a role or framework: ${colors.bold("name{role=R}")}, ${colors.bold("name{framework=F}")}. More of one: ${colors.bold("workbench metrics NAME")}\n`;
}

/** A page for the terminal: Markdown, wrapped, with the names of other pages in place of links. */
export function metricPageText(markdown: string, colors: Colors, width: number): string {
  const lines = markdown.split("\n").flatMap((line) => {
    const text = line.replaceAll(/\[([^\]]+)\]\(([\w-]+)\.md\)/g, (_, shown: string, page: string) => {
      return shown === page ? page : `${shown} (${page})`;
    });
    if (text.startsWith("#")) return [colors.bold(text.replace(/^#+ /, ""))];
    return wrapped(text, width, text.startsWith("- ") ? "  " : "");
  });
  return lines.join("\n");
}

/** @param indent of all lines but the first */
function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
