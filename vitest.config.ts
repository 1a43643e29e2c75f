import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/setup/longest-first.js";

/** What is tested there computes, and nothing else: no processes, no virtual machines, nothing that outlives a test. */
const COMPUTING = [
  "allocator,base,cluster,compare,journal,kinds,metrics,modules,property,recording,scenario,sdk,simulator",
  "report/comparison",
].flatMap((folders) => folders.split(","));
const COMPUTING_TESTS = COMPUTING.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    // What hangs is found in any case; what is slow because the machine is busy is no failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two cores are the smallest machine this must pass on; runs start child processes of their own.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Children of a run are told nothing by the test runner's own environment, nor that npx has started it.
    env: { NO_COLOR: "1", npm_command: "" },
    projects: [
      {
        extends: true,
        test: {
          name: "processes",
          include: ["test/**/*.test.ts"],
          exclude: COMPUTING_TESTS,
          globalSetup: ["test/setup/suite-folders.ts"],
          setupFiles: ["test/setup/python-image.ts"],
        },
      },
      {
        extends: true,
        // A process of its own for each of these two hundred files takes longer than most of them.
        test: { name: "computing", include: COMPUTING_TESTS, isolate: false },
      },
    ],
  },
});
