import type { Command } from "commander";
import { BadInput } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";
import { describeMetric } from "../metrics/described-metric.js";
import { METRIC_PAGES, readMetricPage } from "../metrics/metric-pages.js";
import { metricPageText, metricsListText, toMetricsDocument } from "../report/metrics-list.js";
import { formatDocument } from "../report/to-run-document.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";

/** The flags of `workbench metrics` as commander hands them over. */
export interface MetricsFlagTexts {
  readonly json?: true;
}

/** `workbench metrics ...` */
export function addMetrics(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  program
    .command("metrics")
    .description("what the metrics mean: the list of all, or one's page")
    .argument("[name]", "a metric, such as wait.p95, or a page of the list, such as wait")
    .option("--json", "print the definitions as one JSON document on stdout")
    .option("--debug", "print stack traces")
    .action((name: string | undefined, flags: MetricsFlagTexts) => ended(metricsCommand(name, flags, console)));
}

/** @throws BadInput when there is no metric and no page of that name */
export function metricsCommand(name: string | undefined, { json }: MetricsFlagTexts, console: Console): ExitCode {
  const page = name === undefined ? undefined : pageOf(name);
  const { colors, width } = console;
  if (json) console.result(formatDocument(toMetricsDocument(page)));
  else if (page === undefined) console.result(metricsListText(toMetricsDocument(page), colors));
  else console.result(metricPageText(readMetricPage(page), colors, width));
  return EXIT.held;
}

/** A page by its own name, by that of one of its metrics, with or without a scope, or by what its metrics' names begin with. */
function pageOf(wanted: string): string {
  const { name } = describeMetric(wanted);
  const pages = Object.entries(METRIC_PAGES);
  const found =
    pages.find(([page]) => page === wanted) ??
    pages.find(([, { definitions }]) => definitions.some((definition) => isNamed(definition.name, name))) ??
    pages.find(([, { definitions }]) => definitions.some((definition) => definition.name.startsWith(`${name}.`)));
  if (found !== undefined) return found[0];
  const known = pages.flatMap(([page, { definitions }]) => [page, ...definitions.map((definition) => definition.name)]);
  const meant = nearest(wanted, known);
  throw new BadInput([
    {
      place: "workbench metrics",
      value: wanted,
      rule: "there is no such metric",
      nextStep: meant === undefined ? "workbench metrics lists them" : `did you mean ${meant}?`,
    },
  ]);
}

/** Names within Mesos' names stand for themselves, or for any. */
function isNamed(definition: string, name: string): boolean {
  if (definition === name || !definition.includes("<")) return definition === name;
  return new RegExp(`^${definition.replaceAll(/<\w+>/g, ".+")}$`, "s").test(name);
}
