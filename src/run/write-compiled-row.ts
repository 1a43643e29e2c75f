import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { Script } from "node:vm";
import { UnfinishedFile, writeAll } from "../base/atomic-file.js";
import { packageFile } from "../base/package-files.js";
import { secondsToMicros } from "../base/time.js";
import { FRAMEWORK_DEFAULTS } from "../cluster/framework-defaults.js";
import { OPTION_DEFAULTS } from "../cluster/option-defaults.js";
import type { ClusterPlan } from "../cluster/plan.js";
import { parseResourceText } from "../cluster/resource-text.js";
import { DEFAULT_LIMITS } from "../scenario/scenario.js";
import { FlightRecorder } from "./flight-record.js";
import type { LoadableAllocator } from "./loadable-allocator.js";
import { bareJob } from "./row-job.js";
import { ScratchFile } from "./scratch-file.js";

/** What `compiled-row.cts` gives. */
interface CompiledRow {
  readonly COMPILED: string;
  read(): Script;
  run(script: Script): typeof import("./row-code.js");
}

const compiledRow = createRequire(import.meta.url)("./compiled-row.cjs") as CompiledRow;

const TASK = parseResourceText("cpus:1;mem:1024");

/** A framework whose job runs through: what each run comes by is compiled. */
const PLAN: ClusterPlan = {
  agents: [{ name: "agent", resources: parseResourceText("cpus:4;mem:4096") }],
  roles: [],
  frameworks: [
    {
      ...FRAMEWORK_DEFAULTS,
      name: "framework",
      roles: ["role"],
      capabilities: [],
      workload: {
        kind: "jobs",
        jobs: {
          shapes: [TASK],
          submittedAt: Float64Array.of(0),
          duration: Float64Array.of(secondsToMicros(2)),
          shape: Int32Array.of(0),
          tasks: Int32Array.of(2),
          gang: Uint8Array.of(0),
          estimate: Float64Array.of(-1),
        },
      },
    },
  ],
  faults: [],
  options: OPTION_DEFAULTS,
  offerTimeout: null,
  duration: null,
};

function script(name: string, luaEngine: "wasmoon" | "fengari"): LoadableAllocator {
  return { kind: "script", path: packageFile("allocators", "reference", name), luaEngine };
}

/** Python is left out: what it takes to start is not this code. */
const ALLOCATORS: readonly LoadableAllocator[] = [
  { kind: "builtin", name: "hierarchical" },
  script("drf.lua", "wasmoon"),
  script("drf.lua", "fengari"),
  script("drf.js", "wasmoon"),
];

/** V8 compiles a function when it is first called, so the code is kept after it has run; and it forgets some after a while. */
async function writeCompiledRow(): Promise<void> {
  const code = compiledRow.read();
  setFlagsFromString("--no-flush-bytecode");
  const { simulateRow } = compiledRow.run(code);
  for (const allocator of ALLOCATORS) await simulateOne(simulateRow, allocator);
  setFlagsFromString("--flush-bytecode");
  const file = new UnfinishedFile(compiledRow.COMPILED);
  writeAll(file.fd, code.createCachedData());
  file.commit();
}

async function simulateOne(
  simulateRow: typeof import("./simulate-row.js").simulateRow,
  allocator: LoadableAllocator,
): Promise<void> {
  const [record, trail] = [new ScratchFile(), new ScratchFile()];
  const job = bareJob({ label: "compiled", allocator, plan: PLAN, seed: 1, limits: DEFAULT_LIMITS, source: "" });
  await simulateRow(job, new FlightRecorder(record.fd), trail.fd);
  record.close();
  trail.close();
}

// Run by the build.
await writeCompiledRow();
