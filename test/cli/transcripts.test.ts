import { describe, expect, test } from "vitest";
import { transcript } from "./workbench.js";

/** Golden files: each shows a command, stdout, stderr and the exit code. */
describe("the command line", () => {
  test.each([
    ["help", "workbench --help"],
    ["help-of-run", "workbench run --help"],
    ["help-of-replay", "workbench replay --help"],
    ["no-command", "workbench"],
    ["unknown-command", "workbench runn tiny.yaml"],
    ["unknown-flag", "workbench run --sed=4 tiny.yaml"],
    ["no-scenario", "workbench run"],
    ["two-scenarios", "workbench run tiny.yaml tiny.yaml"],
    ["flag-without-value", "workbench run tiny.yaml --seed"],
    [
      "wrong-flags",
      "workbench run tiny.yaml --seed=-1 --param=x --param=a=1 --param=a=2 --lua-engine=wasmoon --memory-limit=4 --call-timeout=fast --scenario-limit=x",
    ],
    ["run", "workbench run tiny.yaml"],
    ["run-json", "workbench run tiny.yaml --json --allocator=drf"],
    ["run-with-other-seed", "workbench run tiny.yaml --allocator=half --allocator=hierarchical --seed=4"],
    ["expectations-that-fail", "workbench run disappointed.yaml"],
    ["expectations-that-fail-quietly", "workbench run disappointed.yaml --quiet"],
    ["wrong-scenario", "workbench run wrong.yaml"],
    ["missing-scenario", "workbench run nowhere.yaml"],
    ["missing-allocator", "workbench run tiny.yaml --allocator=nowhere.lua --allocator=hierarchicl"],
    [
      "failing-allocator",
      "workbench run tiny.yaml --allocator=drf --allocator=misbehaving.lua --param misbehaving.lua.does=throws",
    ],
    [
      "failing-allocator-json",
      "workbench run tiny.yaml --allocator=misbehaving.lua --param misbehaving.lua.does=throws --json",
    ],
    ["missing-journal", "workbench replay nowhere.jsonl"],
    ["replay-of-nothing", "workbench replay"],
  ])("%s", async (name, command) => {
    await expect(await transcript(command)).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });

  test("prints its version", async () => {
    expect(await transcript("workbench --version")).toMatch(/^\$ workbench --version\n\d+\.\d+\.\d+\n--- exit 0\n$/);
  });
});
