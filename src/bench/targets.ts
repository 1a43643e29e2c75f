import type { BenchDocument } from "./bench-document.js";
import { languageTargets } from "./languages/language-targets.js";
import { judged, type Target } from "./target.js";

const GIB = 1024 ** 3;

type Figures = Omit<BenchDocument, "targets">;

/** The targets of the parts that were asked for, with what was measured; sizes of a quick run say nothing about them. */
export function judgeTargets(figures: Figures): Target[] {
  return [
    ...(figures.recorded === null ? [] : recordedTargets(figures)),
    ...(figures.scaling === null ? [] : scalingTargets(figures)),
    ...(figures.day === null ? [] : dayTargets(figures)),
    ...(figures.languages === null ? [] : languageTargets(figures.languages, figures.quick)),
    ...(figures.modules === null ? [] : modulesTargets(figures)),
    ...(figures.report === null ? [] : reportTargets(figures)),
  ];
}

function recordedTargets({ recorded }: Figures): Target[] {
  const row = (name: string) => recorded?.journals.find((journal) => journal.name === name);
  const some = row("bench-1000x200");
  const full = row("bench-1000x200-full");
  const { first } = full?.ours.status === "ok" ? full.ours : { first: undefined };
  return [
    judged("journal bench-1000x200, first pass", "times faster", 10, some?.ratio.first.total),
    judged("journal bench-1000x200, warmed up", "times faster", 25, some?.ratio.warm.total),
    judged("journal bench-1000x200-full, first pass", "s", 1.3, seconds(first?.totalMs)),
    judged("journal bench-1000x200-full, cycle p95", "ms", 2, first?.cycleMs?.p95),
    judged("journal bench-1000x200-full, saturated cycle", "ms", 0.5, first?.saturatedMs),
  ];
}

function scalingTargets({ scaling, quick }: Figures): Target[] {
  const whole = !quick && scaling?.whole.status === "ok" ? scaling.whole : undefined;
  const filters = !quick && scaling?.filters.status === "ok" ? scaling.filters : undefined;
  return [
    judged("100,000 agents x 10,000 frameworks x 100 roles, a cycle", "s", 1, seconds(whole?.cycleMs.max)),
    judged("100,000 agents x 10,000 frameworks x 100 roles, memory", "GiB", 3, gibibytes(whole?.peakMemoryBytes)),
    judged("10 million filters, memory", "GiB", 2, gibibytes(filters?.peakMemoryBytes)),
  ];
}

function dayTargets({ day, quick }: Figures): Target[] {
  const figures = !quick && day?.status === "ok" ? day : undefined;
  return [
    judged("a day of 1,000,000 tasks on 10,000 agents", "s", 120, seconds(figures?.wallMs)),
    judged("a day of 1,000,000 tasks on 10,000 agents, memory", "GiB", 4, gibibytes(figures?.peakMemoryBytes)),
  ];
}

/** The function itself and the timing loop are in each call, so the border costs less. */
function modulesTargets({ modules, quick }: Figures): Target[] {
  const border = !quick && modules?.border.status === "ok" ? modules.border : undefined;
  const manifest = !quick && modules?.manifest.status === "ok" ? modules.manifest : undefined;
  return [
    judged("a call of a native module, TestModule.foo", "us", 0.5, microseconds(border?.fooNs)),
    judged("a call of a native module, Allocator.decide", "us", 0.5, microseconds(border?.decideNs)),
    judged(
      "a call of a native module, Allocator.decide with 1 MiB in",
      "us",
      0.5,
      microseconds(border?.decideMebibyteNs),
    ),
    judged("a manifest of 1000 modules", "s", 1, seconds(manifest?.wholeMs)),
  ];
}

function reportTargets({ report, quick }: Figures): Target[] {
  const figures = !quick && report?.status === "ok" ? report : undefined;
  return [
    judged("the report of a run of 1,000,000 tasks", "MB", 15, megabytes(figures?.report.bytes)),
    judged("tasks.parquet of 1,000,000 tasks", "s", 5, seconds(figures?.table.writeMs)),
  ];
}

function seconds(milliseconds: number | null | undefined): number | undefined {
  return milliseconds === null || milliseconds === undefined ? undefined : milliseconds / 1000;
}

function microseconds(nanoseconds: number | undefined): number | undefined {
  return nanoseconds === undefined ? undefined : nanoseconds / 1000;
}

function gibibytes(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : bytes / GIB;
}

function megabytes(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : bytes / 1e6;
}
