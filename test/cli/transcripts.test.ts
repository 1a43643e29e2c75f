import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { transcript, workbench } from "./workbench.js";

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
      "workbench run tiny.yaml --seed=-1 --param=x --param=a=1 --param=a=2 --lua-engine=luajit --memory-limit=4 --call-timeout=fast --run-timeout=0s --step-limit=1.5 --output-limit=-1MB --stack-limit=deep --scenario-limit=x",
    ],
    ["run", "workbench run tiny.yaml"],
    ["run-json", "workbench run tiny.yaml --json --allocator=drf"],
    ["run-that-reports", "workbench run reports.yaml"],
    ["run-with-other-seed", "workbench run tiny.yaml --allocator=half --allocator=hierarchical --seed=4"],
    ["expectations-that-fail", "workbench run disappointed.yaml"],
    ["expectations-that-fail-quietly", "workbench run disappointed.yaml --quiet"],
    ["run-with-control", "workbench run controlled.yaml --control"],
    ["run-without-control", "workbench run tiny.yaml --control"],
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
    ["modules", "workbench modules"],
    ["modules-help-of-check", "workbench modules check --help"],
    ["modules-unknown-command", "workbench modules chek"],
    ["modules-list", "workbench modules list"],
    ["modules-list-json", "workbench modules list --json"],
    ["modules-check-nothing", "workbench modules check"],
    ["modules-check-two", "workbench modules check {} --modules-dir=modules"],
    ["modules-check-empty", "workbench modules check {}"],
    ["modules-check-missing-file", "workbench modules check nowhere.json"],
    ["modules-check-no-json", "workbench modules check modules.jsn"],
    ["modules-check-empty-path", "workbench modules check file://"],
    ["modules-check-missing-folder", "workbench modules check --modules-dir=nowhere"],
    ["modules-check-trailing-comma", "workbench modules check modules/trailing-comma.json"],
    ["modules-check-missing-comma", "workbench modules check modules/missing-comma.json"],
    ["modules-check-missing-comma-json", "workbench modules check modules/missing-comma.json --json"],
    ["modules-check-mistaken", "workbench modules check modules/mistaken.json"],
    ["modules-check-doubtful", "workbench modules check modules/doubtful.json"],
    [
      "modules-check-wrong-flags",
      "workbench modules check {} --mesos-version=1.x --kind-version=Alocator=1 --kind-version=Hook --kind-version=Hook=x --memory-limit=4",
    ],
    ["run-trailing-comma", "workbench run tiny.yaml --modules=modules/trailing-comma.json"],
    ["run-missing-comma", "workbench run tiny.yaml --modules=modules/missing-comma.json --json"],
    ["run-two-manifests", "workbench run tiny.yaml --modules={} --modules_dir=modules --hooks=a --seed=x"],
    ["run-hook-without-modules", "workbench run tiny.yaml --hooks=org_example_Hook"],
    ["missing-journal", "workbench replay nowhere.jsonl"],
    ["replay-of-nothing", "workbench replay"],
  ])("%s", async (name, command) => {
    await expect(await transcript(command)).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });

  test("says where the C header is", async () => {
    const { code, stdout, stderr } = await workbench(["modules", "include-dir"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(existsSync(join(stdout.trimEnd(), "workbench", "module.h"))).toBe(true);
  });

  test("prints its version", async () => {
    expect(await transcript("workbench --version")).toMatch(/^\$ workbench --version\n\d+\.\d+\.\d+\n--- exit 0\n$/);
  });
});
