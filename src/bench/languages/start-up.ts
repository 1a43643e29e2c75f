import { median } from "d3-array";
import { wallMs } from "../../base/stopwatch.js";
import { secondsToMicros } from "../../base/time.js";
import { OPTION_DEFAULTS } from "../../cluster/option-defaults.js";
import type { ClusterPlan } from "../../cluster/plan.js";
import { parseResourceText } from "../../cluster/resource-text.js";
import type { LoadableAllocator } from "../../run/loadable-allocator.js";
import { makePythonImage } from "../../run/prepare-python.js";
import { bareJob } from "../../run/row-job.js";
import { runRow } from "../../run/run-row.js";
import { pythonImageKey } from "../../runtimes/python/image-key.js";
import { DEFAULT_LIMITS } from "../../scenario/scenario.js";
import type { Measured } from "../measurement.js";

/** Milliseconds from the start of a run's process until its allocator could be asked. */
export interface StartFigures {
  /** With what a machine has to do once: Python's image is made. */
  readonly firstMs: number;
  /** The median of further starts. */
  readonly laterMs: number;
}

export interface StartOptions {
  /** After the first. */
  readonly starts: number;
  /** Where Python's image is made; null: the allocator needs none. */
  readonly imagePath: string | null;
}

const PLAN: ClusterPlan = {
  agents: [{ name: "agent", resources: parseResourceText("cpus:1;mem:1024") }],
  roles: [],
  frameworks: [],
  faults: [],
  options: OPTION_DEFAULTS,
  offerTimeout: null,
  duration: secondsToMicros(1),
};

/** As `workbench run` starts them, in the same kind of process and with the same walls around it. */
export async function measureStart(
  allocator: LoadableAllocator,
  { starts, imagePath }: StartOptions,
): Promise<Measured<StartFigures>> {
  const onceMs = imagePath === null ? 0 : await imageMs(imagePath);
  const readyMs: number[] = [];
  for (let i = 0; i <= starts; i++) {
    const outcome = await start(allocator);
    if (outcome.status === "skipped") return { status: "skipped", skipped: outcome.reason };
    if (outcome.status === "failed") return { status: "failed", failure: outcome.failure };
    readyMs.push(outcome.readyMs);
  }
  const [first, ...later] = readyMs as [number, ...number[]];
  return { status: "ok", firstMs: onceMs + first, laterMs: median(later) as number };
}

async function imageMs(path: string): Promise<number> {
  const startedAt = wallMs();
  await makePythonImage(path, pythonImageKey());
  return wallMs() - startedAt;
}

function start(allocator: LoadableAllocator) {
  const job = bareJob({
    label: "start",
    allocator,
    plan: PLAN,
    seed: 1,
    limits: DEFAULT_LIMITS,
    source: "workbench bench: languages",
  });
  const files = { journalFd: null, recordingFd: null, failurePath: null, trailFd: null };
  return runRow(job, files, { print: () => undefined, onProgress: () => undefined });
}
