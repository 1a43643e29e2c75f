import type { DayFigures } from "./bench-document.js";
import type { BenchSetting } from "./bench-setting.js";
import { dayJob } from "./day-job.js";
import { measure } from "./measure.js";
import type { Measured } from "./measurement.js";

/** A simulated day of a busy cluster, through the whole simulator. */
export async function measureDay({ sizes, tell, print }: BenchSetting): Promise<Measured<DayFigures>> {
  const { tasks, agents, frameworks } = sizes.day;
  tell(`a day of ${tasks} tasks on ${agents} agents`);
  const measured = await measure({ kind: "row", job: dayJob(sizes.day) }, print);
  if (measured.status !== "ok") return measured;
  const { metrics, decisionsHash } = measured.figures;
  const figure = (name: string) => metrics[name] as number;
  return {
    status: "ok",
    tasks,
    agents,
    frameworks,
    tasksFinished: figure("tasks.finished"),
    offers: figure("offers.sent"),
    cycles: figure("cycles"),
    cpuUtilisation: figure("utilisation.cpus"),
    cycleMs: { p50: figure("cycleMs.p50"), p95: figure("cycleMs.p95") },
    wallMs: measured.wallMs,
    peakMemoryBytes: measured.peakMemoryBytes,
    decisionsHash,
  };
}
