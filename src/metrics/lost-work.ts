import { EVERY_SCOPE } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

/** Thousandths of a cpu times microseconds in one cpu second. */
const PER_CPU_SECOND = 1000 * 1_000_000;

/** What it cost to end tasks early: a killed task begins anew, or with its last checkpoint. */
export const lostWork: MetricFamily = {
  definitions: [
    {
      name: "preemptions",
      unit: "tasks",
      definition: "runs of tasks ended because their resources were revoked, or handed back on an inverse offer",
      source: "Verma et al.: Large-scale cluster management at Google with Borg (2015)",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    },
    {
      name: "lostWork.cpuSeconds",
      unit: "cpu s",
      definition:
        "cpus x seconds that tasks had run when they were killed, for whatever reason; only since their last checkpoint where they write any",
      source: "own definition: a run without checkpoints loses all that it had done",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    },
    {
      name: "lostWork.share",
      unit: "share",
      definition: "lostWork.cpuSeconds / all cpu seconds spent, those of unfinished tasks included (0..1)",
      source: "as lostWork.cpuSeconds",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    },
  ],
  compute(run, scope, into) {
    const { preemptions, lostCpu, usage, directory } = run.history;
    const cpus = directory.resourceKeys.find("cpus");
    const spent = cpus === undefined ? 0 : usage.overTime(scope, cpus);
    const lost = lostCpu.of(scope);
    into.put("preemptions", preemptions.of(scope));
    into.put("lostWork.cpuSeconds", lost / PER_CPU_SECOND);
    if (spent === 0) into.absent("lostWork.share", "no cpu time was spent");
    else into.put("lostWork.share", lost / spent);
  },
};
