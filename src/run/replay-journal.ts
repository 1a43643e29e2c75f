import { resolve } from "node:path";
import type { Replay } from "../journal/replay.js";
import { asShown, guardOf } from "./allocator-guard.js";
import { type GuardedResult, runGuarded } from "./guarded-process.js";
import type { Print } from "./print-moment.js";
import type { ReplayJob } from "./replay-process.js";

/**
 * Feeds a journal to an allocator in a process of its own.
 * @param print takes what the allocator prints
 * @throws BadInput when the journal is refused
 */
export async function replayJournal(job: ReplayJob, print: Print): Promise<GuardedResult<Replay>> {
  const { file, allocator, limits } = job;
  const { sandbox, ...guard } = guardOf(allocator);
  const result = await runGuarded<Replay>({
    entry: "run/replay-process.js",
    job,
    limits,
    files: [],
    ...guard,
    sandbox: sandbox === null ? null : [...sandbox, resolve(file)],
    print,
  });
  return result.kind === "failed" ? { kind: "failed", failure: asShown(result.failure, allocator) } : result;
}
