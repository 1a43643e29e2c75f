import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores are the smallest machine this must pass on; runs start child processes of their own.
    maxWorkers: 2,
    // Children of a run are told nothing by the test runner's own environment.
    env: { NO_COLOR: "1" },
  },
});
