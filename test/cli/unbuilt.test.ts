import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";
import { packageCopy } from "./package-copy.js";
import { smallScenario } from "./small-scenario.js";

test("a part of the build that is missing is named where it is needed, with what to do, and nothing else is blamed", () => {
  const [types, image, check] = [
    "dist/editor/workbench.d.ts",
    "dist/guest/quickjs.image",
    "dist/schema-checks/scenario.cjs",
  ];
  const root = packageCopy();
  for (const file of [types, image]) rmSync(join(root, file));
  const folder = scratchFolder();
  scratchFile("small.yaml", smallScenario("mine.js"), folder);
  scratchFile("mine.js", "export function decide() {}\n", folder);
  const workbench = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(root, "bin", "workbench.js"), ...args], { cwd: folder, encoding: "utf8" });
  const missing = (file: string) => `${join(root, file)}: the build has not made this file: run 'npm run build'`;

  expect(workbench("new", "javascript", "another")).toMatchObject({
    status: 3,
    stdout: "",
    stderr: `workbench: ${missing(types)}\n`,
  });
  expect(existsSync(join(folder, "another"))).toBe(false);

  const run = workbench("run", "small.yaml");
  expect(run.status).toBe(3);
  expect(run.stdout).toContain(`mine.js: loadFailed: ${missing(image)}\n`);

  rmSync(join(root, check));
  expect(workbench("run", "small.yaml")).toMatchObject({ status: 3, stderr: `workbench: ${missing(check)}\n` });
});
