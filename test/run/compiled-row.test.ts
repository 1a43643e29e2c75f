import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import { engineFlags, NO_CODE_FROM_STRINGS } from "../../src/run/engine-flags.js";
import { DEFAULT_LIMITS } from "../../src/scenario/scenario.js";

const READ = `
  const { read } = require(${JSON.stringify(packageFile("dist", "src", "run", "compiled-row.cjs"))});
  console.log(read().cachedDataRejected);
`;

/** Whether V8 compiles the code of a row's process anew. */
function isRejected(...flags: string[]): boolean {
  const args = [...flags, "--eval", READ];
  return execFileSync(process.execPath, args, { encoding: "utf8" }).trim() === "true";
}

describe("the compiled code of a row", () => {
  test.each([false, true])("is V8's own in a process with the limits of a guest (in fengari: %s)", (fengari) => {
    expect(isRejected(...engineFlags(DEFAULT_LIMITS, fengari), NO_CODE_FROM_STRINGS)).toBe(false);
  });

  test("is not in one whose limits are not set aside", () => {
    expect(isRejected(NO_CODE_FROM_STRINGS)).toBe(true);
  });
});
