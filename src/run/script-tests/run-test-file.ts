import { languageOf } from "../../allocator/language.js";
import { guardFor } from "../allocator-guard.js";
import { type GuardedResult, runGuarded } from "../guarded-process.js";
import type { Print } from "../print-moment.js";
import type { TestFileJob } from "./run-tests.js";
import type { TestVerdict } from "./test-verdict.js";

/** Runs the tests of a script in a process of its own, kept in as an allocator is. */
export function runTestFile(job: TestFileJob, print: Print): Promise<GuardedResult<readonly TestVerdict[]>> {
  const host = languageOf(job.path);
  if (host === undefined) throw new Error(`${job.path} is no script`);
  return runGuarded({
    entry: "run/script-tests/test-process.js",
    job,
    limits: job.limits,
    files: [],
    ...guardFor([{ path: job.path, host }], job.luaEngine),
    print,
  });
}
