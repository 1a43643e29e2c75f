import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchFile, scratchFolder } from "../fixtures/allocators/scratch-files.js";
import { packageCopy } from "./package-copy.js";

const SCENARIO = `scenario: 1
name: small
seed: 1
duration: 3s
agents: [{ count: 1, resources: "cpus:1;mem:64" }]
roles: { batch: {} }
frameworks:
  - { name: one, roles: [batch], workload: { batch: { jobs: 1, resources: "cpus:1;mem:32", duration: 1s } } }
allocators:
  - { use: mine.lua }
  - { use: mine.js }
  - { use: mine.ts }
`;

test("scripts run where node_modules is a link", () => {
  const root = packageCopy();
  const folder = scratchFolder();
  scratchFile("small.yaml", SCENARIO, folder);
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
