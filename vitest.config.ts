import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/suite-folders.ts"],
    setupFiles: ["test/setup/python-image.ts"],
    // What hangs is found in any case; what is slow because the machine is busy is no failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two cores are the smallest machine this must pass on; runs start child processes of their own.
    maxWorkers: 2,
    // Children of a run are told nothing by the test runner's own environment.
    env: { NO_COLOR: "1" },
  },
});
