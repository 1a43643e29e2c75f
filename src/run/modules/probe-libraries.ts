import type { CodeFailure } from "../../kinds/open-library.js";
import { guardFor } from "../allocator-guard.js";
import { type GuardedResult, runGuarded } from "../guarded-process.js";
import type { RunFailure } from "../run-failure.js";
import { ScratchFile } from "../scratch-file.js";
import { readDiary } from "./probe-diary.js";
import type { ProbeJob, ProbeTask } from "./probe-job.js";
import type { ProbeReply, ProbeStep } from "./probe-step.js";
import type { ProbedLibraries } from "./probed-library.js";

export interface ProbeSettings extends Omit<ProbeJob, "tasks"> {
  /** Takes what libraries print while they are looked at. */
  readonly print: (line: string) => void;
}

/**
 * Looks into libraries, in processes of their own. Where one dies or hangs, that is the answer to what it was just asked,
 * and another process goes on with the rest. Scripts are kept in; native code cannot be, so it has its own process.
 */
export async function probeLibraries(
  tasks: readonly ProbeTask[],
  settings: ProbeSettings,
  probed: ProbedLibraries,
): Promise<void> {
  const scripts = tasks.filter(({ library }) => library.host !== "native");
  await probeAll(scripts, settings, probed);
  const native = tasks.filter(({ library }) => library.host === "native");
  await probeAll(native, settings, probed);
}

async function probeAll(tasks: readonly ProbeTask[], settings: ProbeSettings, probed: ProbedLibraries): Promise<void> {
  // Every process that breaks settles at least the step that broke it.
  for (let left = tasks; left.length > 0; left = unsettled(left, probed)) await probeSome(left, settings, probed);
}

function unsettled(tasks: readonly ProbeTask[], probed: ProbedLibraries): ProbeTask[] {
  return tasks
    .filter(({ library: { library }, modules }) => ![null, ...modules].every((name) => probed.isDone(library, name)))
    .map(({ library, modules }) => {
      return { library, modules: modules.filter((name) => !probed.isDone(library.library, name)) };
    });
}

async function probeSome(
  tasks: readonly ProbeTask[],
  { kinds, limits, luaEngine, print }: ProbeSettings,
  probed: ProbedLibraries,
): Promise<void> {
  const file = new ScratchFile();
  try {
    const job: ProbeJob = { tasks, kinds, limits, luaEngine };
    const entry = "run/modules/probe-process.js";
    const code = tasks.map(({ library }) => library);
    const guard = guardFor(code, luaEngine);
    const result = await runGuarded<null>({ entry, job, limits, files: [file.fd], ...guard, print });
    settle(file.fd, result, probed);
  } finally {
    file.close();
  }
}

function settle(fd: number, result: GuardedResult<null>, probed: ProbedLibraries): void {
  const lines = readDiary(fd);
  for (const { step, reply } of lines) if (reply !== null) probed.note(step, reply);
  if (result.kind === "answered") return;
  // Also when that step has ended: then what it left behind broke the process.
  const last = lines.at(-1)?.step;
  if (last === undefined) throw new Error(`modules could not be looked at: ${result.failure.message}`);
  probed.note(last, endOf(last, result.failure));
}

/** Reading a header runs no code of the library: where that ends the process, the symbol is something else. */
function endOf({ doing }: ProbeStep, { kind, message }: RunFailure): ProbeReply {
  if (doing === "lookUp" && kind === "crashed") return { kind: "ready", value: null };
  const failure: CodeFailure = { kind: "failed", failure: kind, message };
  return failure;
}
