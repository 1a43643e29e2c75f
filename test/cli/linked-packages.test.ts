import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";
import { packageCopy } from "./package-copy.js";
import { smallScenario } from "./small-scenario.js";

test("scripts run where node_modules is a link", () => {
  const root = packageCopy();
  const folder = scratchFolder();
  scratchFile("small.yaml", smallScenario("mine.lua", "mine.js", "mine.ts"), folder);
  scratchFile("mine.lua", "return { decide = function(cluster) end }\n", folder);
  scratchFile("mine.js", "export function decide() {}\n", folder);
  scratchFile("mine.ts", "export function decide(cluster: unknown): void {}\n", folder);
  const program = join(root, "bin", "workbench.js");
  const { status, stdout } = spawnSync(process.execPath, [program, "run", "small.yaml", "--json"], {
    cwd: folder,
    encoding: "utf8",
  });
  const rows = (JSON.parse(stdout) as { allocators: { label: string; status: string }[] }).allocators;
  expect(rows.map((row) => `${row.label}: ${row.status}`)).toEqual(["mine.lua: ok", "mine.js: ok", "mine.ts: ok"]);
  expect(status).toBe(0);
});
