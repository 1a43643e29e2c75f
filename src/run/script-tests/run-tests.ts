import { AllocatorFailure } from "../../allocator/failure.js";
import type { LuaEngine } from "../../runtimes/lua/load-lua.js";
import type { ModuleScript } from "../../runtimes/module-script.js";
import { loadModuleScript } from "../../runtimes/script-library.js";
import type { RunLimits } from "../../scenario/scenario.js";
import type { FlightRecorder } from "../flight-record.js";
import { guestLimits } from "../guest-limits.js";
import { printToParent } from "../print-to-parent.js";
import { testHost } from "./test-host.js";
import type { TestVerdict } from "./test-verdict.js";

export interface TestFileJob {
  /** As the user wrote it: messages name the file so. */
  readonly path: string;
  readonly luaEngine: LuaEngine;
  readonly limits: RunLimits;
}

/** Random numbers of scripts under test. */
const SEED = 1;

/**
 * Runs the tests of a script, in the process that was started for it.
 * @throws AllocatorFailure when it cannot be loaded, or when a test breaks a limit: nothing more can be run then
 */
export async function runTests(job: TestFileJob, recorder: FlightRecorder): Promise<TestVerdict[]> {
  const { path, luaEngine, limits } = job;
  recorder.phase("loading");
  const script = await loadModuleScript(
    { path, limits: guestLimits(limits), seed: SEED, print: printToParent, testHost },
    luaEngine,
  );
  recorder.phase("running");
  const names = JSON.parse(script.dispatch(JSON.stringify({ tests: true }), "loadFailed")) as readonly string[];
  return names.map((name, i) => runTest(script, name, i + 1, recorder));
}

function runTest(script: ModuleScript, name: string, number: number, recorder: FlightRecorder): TestVerdict {
  recorder.enter(number, 0);
  const failure = failureOf(script, { test: name });
  recorder.leave();
  if (failure === null) return { name, status: "passed", message: null, stack: [] };
  if (failure.kind !== "threw") throw failure.atCycle(number);
  return { name, status: "failed", message: failure.message, stack: failure.frames };
}

function failureOf(script: ModuleScript, request: object): AllocatorFailure | null {
  try {
    script.dispatch(JSON.stringify(request), "threw");
    return null;
  } catch (error) {
    if (error instanceof AllocatorFailure) return error;
    throw error;
  }
}
