import type { Colors } from "picocolors/types.js";
import { short } from "../report/short-number.js";
import type { BenchDocument, DayFigures, RecordedPart, RecordedRow, ScalingPart } from "./bench-document.js";
import type { DeclineFigures } from "./decline-run.js";
import { languagesText } from "./languages/languages-text.js";
import {
  type Column,
  exponent,
  factor,
  measuredTable,
  mebibytes,
  milliseconds,
  type NamedRow,
  seconds,
} from "./measured-table.js";
import { modulesText } from "./modules-text.js";
import type { PassFigures } from "./recorded-run.js";
import type { ReportFigures } from "./report-run.js";
import type { Target } from "./target.js";

export interface BenchTextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colors: Colors;
}

/** A benchmark as a person reads it in a terminal. */
export function benchText(document: BenchDocument, { width, colors }: BenchTextOptions): string {
  const { recorded, scaling, day, languages, modules, report, targets } = document;
  const part = (title: string, paragraphs: readonly string[]) => [colors.bold(title), ...paragraphs];
  const paragraphs = [
    machineText(document),
    ...(recorded === null ? [] : part("The recorded decline benchmark, hierarchical", recordedText(recorded, width))),
    ...(scaling === null ? [] : part("Frameworks that decline everything, hierarchical", scalingText(scaling, width))),
    ...(day === null ? [] : part("A simulated day", [measuredTable("cluster", DAY_COLUMNS, [["day", day]], width)])),
    ...(languages === null ? [] : part("Reference DRF in every language", languagesText(languages, width))),
    ...(modules === null ? [] : part("Native modules", modulesText(modules, width))),
    ...(report === null
      ? []
      : part("The day, recorded", [measuredTable("cluster", REPORT_COLUMNS, [["day", report]], width)])),
    ...(targets.length === 0 ? [] : part("Targets", [targets.map((target) => targetText(target, colors)).join("\n")])),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function machineText({ machine, quick }: BenchDocument): string {
  const { cpu, cores, memoryBytes, node, reference } = machine;
  const loops = reference.map(
    ({ after, ms }) => `${milliseconds(ms)} ${after === "nothing" ? "first" : `after ${after}`}`,
  );
  const lines = [
    `machine    ${cpu}, ${cores} cores, ${mebibytes(memoryBytes)}, node ${node}`,
    `reference  a fixed loop, to relate figures of other machines: ${loops.join(", ")}`,
  ];
  if (quick) lines.push("quick      everything at small sizes: the figures say nothing about speed");
  return lines.join("\n");
}

/** A row of the recorded benchmark: Mesos' own allocator, or a pass of ours with how many times faster it is. */
interface RecordedFigures extends Omit<PassFigures, "totalMs" | "cycleMs"> {
  readonly totalMs: number | null;
  readonly cycleMs: { readonly p50: number | null; readonly p95: number | null; readonly max: number | null } | null;
  readonly ratio: RecordedRow["ratio"]["first"] | null;
}

const RECORDED_COLUMNS: readonly Column<RecordedFigures>[] = [
  ["total", ({ totalMs }) => milliseconds(totalMs)],
  ["cycle p50", ({ cycleMs }) => milliseconds(cycleMs?.p50)],
  ["p95", ({ cycleMs }) => milliseconds(cycleMs?.p95)],
  ["max", ({ cycleMs }) => milliseconds(cycleMs?.max)],
  ["saturated", ({ saturatedMs }) => milliseconds(saturatedMs)],
  ["faster: total", ({ ratio }) => (ratio === null ? "" : factor(ratio.total))],
  ["p50", ({ ratio }) => (ratio === null ? "" : factor(ratio.cycleP50))],
  ["saturated", ({ ratio }) => (ratio === null ? "" : factor(ratio.saturated))],
];

function recordedText(part: RecordedPart, width: number): string[] {
  if (part.skipped !== null) return [`skipped: ${part.skipped}`];
  const notes = [
    `C++    ${part.source}`,
    "first  the median over fresh processes; warm: over further passes in one of them, each on a fresh allocator",
    "cycle  in C++ the allocation run alone; in ours the declines that it follows as well",
  ];
  const rows = part.journals.flatMap(recordedRows);
  return [measuredTable("journal", RECORDED_COLUMNS, rows, width), notes.join("\n")];
}

function recordedRows({ name, cpp, ours, ratio }: RecordedRow): NamedRow<RecordedFigures>[] {
  const rows: NamedRow<RecordedFigures>[] = [];
  if (cpp !== null) {
    rows.push([`${name}, C++`, { status: "ok", ...cpp, cycleMs: { ...cpp.cycleMs, max: null }, ratio: null }]);
  }
  if (ours.status !== "ok") return [...rows, [name, ours]];
  const differs = ours.identical ? "" : ", offers differ";
  rows.push([`${name}, first${differs}`, { status: "ok", ...ours.first, ratio: ratio.first }]);
  if (ours.warm !== null) rows.push([`${name}, warm${differs}`, { status: "ok", ...ours.warm, ratio: ratio.warm }]);
  return rows;
}

const DECLINE_COLUMNS: readonly Column<DeclineFigures>[] = [
  ["join", ({ joinMs }) => milliseconds(joinMs)],
  ["offers", ({ offersPerCycle }) => String(offersPerCycle)],
  ["cycle p50", ({ cycleMs }) => milliseconds(cycleMs.p50)],
  ["p95", ({ cycleMs }) => milliseconds(cycleMs.p95)],
  ["max", ({ cycleMs }) => milliseconds(cycleMs.max)],
  ["a decline", ({ declineUs }) => `${short(declineUs)} us`],
  ["saturated", ({ saturatedMs }) => milliseconds(saturatedMs?.p50)],
  ["a revive", ({ reviveMs }) => milliseconds(reviveMs)],
  ["filters", ({ declines }) => String(declines)],
  ["memory", ({ memoryBytes }) => mebibytes(memoryBytes)],
  ["peak", ({ peakMemoryBytes }) => mebibytes(peakMemoryBytes)],
];

type Compared = DeclineFigures & { readonly cppCycleP50: number | null; readonly ratio: number | null };

const SCALING_COLUMNS: readonly Column<Compared>[] = [
  ...DECLINE_COLUMNS,
  ["C++ p50", ({ cppCycleP50 }) => milliseconds(cppCycleP50)],
  ["faster", ({ ratio }) => factor(ratio)],
];

function scalingText({ rows, growth, whole, filters }: ScalingPart, width: number): string[] {
  const sizes = rows.map(({ agents, frameworks, ours, cppCycleP50, ratio }): NamedRow<Compared> => {
    return [`${agents} x ${frameworks}`, ours.status === "ok" ? { ...ours, cppCycleP50, ratio } : ours];
  });
  const { cycleOverSize, saturatedOverSize, reviveOverSize, cycleOverOffers, memoryOverFilters } = growth;
  return [
    measuredTable("agents x frameworks", SCALING_COLUMNS, sizes, width),
    [
      "growth     the exponent of the size that a time or the memory grows with",
      `           over agents x frameworks: a cycle ${exponent(cycleOverSize)}, a saturated one ${exponent(saturatedOverSize)}, a revive then ${exponent(reviveOverSize)}`,
      `           over the offers it makes: a cycle ${exponent(cycleOverOffers)}; over the filters that are kept: memory ${exponent(memoryOverFilters)}`,
    ].join("\n"),
    measuredTable("agents x frameworks", DECLINE_COLUMNS, [named(whole), named(filters)], width),
  ];
}

function named(figures: ScalingPart["whole"]): NamedRow<DeclineFigures> {
  if (figures.status !== "ok") return ["a large cluster", figures];
  const { agents, frameworks, roles } = figures;
  return [`${agents} x ${frameworks}${roles === 1 ? "" : ` x ${roles} roles`}`, figures];
}

const DAY_COLUMNS: readonly Column<DayFigures>[] = [
  ["tasks", ({ tasks }) => String(tasks)],
  ["agents", ({ agents }) => String(agents)],
  ["finished", ({ tasksFinished }) => String(tasksFinished)],
  ["cpus used", ({ cpuUtilisation }) => `${(cpuUtilisation * 100).toFixed(1)} %`],
  ["offers", ({ offers }) => String(offers)],
  ["cycles", ({ cycles }) => String(cycles)],
  ["cycle p50", ({ cycleMs }) => milliseconds(cycleMs.p50)],
  ["p95", ({ cycleMs }) => milliseconds(cycleMs.p95)],
  ["wall time", ({ wallMs }) => seconds(wallMs)],
  ["peak memory", ({ peakMemoryBytes }) => mebibytes(peakMemoryBytes)],
];

const REPORT_COLUMNS: readonly Column<ReportFigures>[] = [
  ["tasks", ({ tasks }) => short(tasks)],
  ["run", ({ runMs }) => seconds(runMs)],
  ["recording", ({ recordingBytes }) => mebibytes(recordingBytes)],
  ["report.html", ({ report }) => `${(report.bytes / 1e6).toFixed(1)} MB`],
  ["report written in", ({ report }) => seconds(report.writeMs)],
  ["tasks.parquet", ({ table }) => mebibytes(table.bytes)],
  ["table written in", ({ table }) => seconds(table.writeMs)],
  ["peak memory", ({ peakMemoryBytes }) => mebibytes(peakMemoryBytes)],
];

function targetText({ name, unit, bound, actual, met }: Target, colors: Colors): string {
  const verdict = met === null ? colors.yellow("open   ") : met ? colors.green("met    ") : colors.red("not met");
  const wanted = unit === "times faster" ? `at least ${bound} times faster than C++` : `at most ${bound} ${unit}`;
  const seen = actual === null ? "not measured" : `${short(actual)}${unit.startsWith("times") ? "" : ` ${unit}`}`;
  return `${verdict}  ${name}: ${wanted} (${seen})`;
}
