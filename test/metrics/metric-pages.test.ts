import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { groups } from "d3-array";
import { describe, expect, test } from "vitest";
import { METRIC_FAMILIES } from "../../src/metrics/known-metrics.js";
import type { MetricDefinition, MetricDirection, ScopeKind } from "../../src/metrics/metric.js";
import { METRIC_PAGES, readMetricPage } from "../../src/metrics/metric-pages.js";

const FOLDER = join(import.meta.dirname, "../../src/metrics/pages");
const SCOPES: Readonly<Record<ScopeKind, string>> = { all: "the run", role: "roles", framework: "frameworks" };
const BETTER: Readonly<Record<MetricDirection, string>> = {
  lower: "lower is better",
  higher: "higher is better",
  neutral: "neither is better",
};

function definitionLine({ name, unit, scopes, direction, definition }: MetricDefinition): string {
  const of = scopes.map((scope) => SCOPES[scope]).join(", ");
  return `- \`${name}\` (${unit}; of ${of}; ${BETTER[direction]}): ${definition}`;
}

/** One line for each source; it names its metrics where there are several. */
function sourceLines(definitions: readonly MetricDefinition[]): string[] {
  const bySource = groups(definitions, ({ source }) => source);
  return bySource.map(([source, of]) =>
    bySource.length === 1
      ? `Source: ${source}`
      : `Source of ${of.map(({ name }) => `\`${name}\``).join(", ")}: ${source}`,
  );
}

describe("the pages of the metrics", () => {
  test("are one for each family, and no other", () => {
    expect(new Set(Object.values(METRIC_PAGES))).toEqual(new Set(METRIC_FAMILIES));
    expect(Object.keys(METRIC_PAGES)).toHaveLength(METRIC_FAMILIES.length);
    const files = Object.keys(METRIC_PAGES).map((page) => `${page}.md`);
    expect(readdirSync(FOLDER).sort()).toEqual([...files, "README.md"].sort());
  });

  test.each(Object.entries(METRIC_PAGES))("%s has the definitions, units and sources of the code", (page, family) => {
    const section = /## Definition\n\n(.*?)\n\n## /s.exec(readMetricPage(page))?.[1] ?? "";
    const paragraphs = [family.definitions.map(definitionLine).join("\n"), ...sourceLines(family.definitions)];
    expect(section).toBe(paragraphs.join("\n\n"));
  });

  test.each(Object.keys(METRIC_PAGES))("%s says how to read it, has an example and pitfalls", (page) => {
    const text = readMetricPage(page);
    const sections = [...text.matchAll(/^## (.*)\n\n(?!## )\S/gm)].map((match) => match[1]);
    expect(sections).toEqual(["Definition", "How to read it", "Example", "Pitfalls"]);
    expect(text).toMatch(/^# .+\n\n.+\n\n## /);
  });

  test("lead to pages that there are, and the index leads to all", () => {
    const index = readFileSync(join(FOLDER, "README.md"), "utf8");
    const links = (text: string) => [...text.matchAll(/\]\(([\w-]+)\.md\)/g)].map((match) => match[1] as string);
    expect(links(index)).toEqual(Object.keys(METRIC_PAGES));
    const others = Object.keys(METRIC_PAGES).flatMap((page) => links(readMetricPage(page)));
    expect(others.length).toBeGreaterThan(10);
    for (const page of others) expect(Object.keys(METRIC_PAGES)).toContain(page);
  });
});
