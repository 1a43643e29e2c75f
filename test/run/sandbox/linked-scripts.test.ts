import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, workbench } from "../../cli/workbench.js";

const SCENARIO = `scenario: 1
duration: 3s
agents: [{ resources: "cpus:1" }]
frameworks: [{ name: web, roles: [prod], workload: { service: { instances: 1, resources: "cpus:1" } } }]
`;

/** `real/scripts` with a script in Lua and one in JavaScript that import a file beside them. */
function scripts(): string {
  const folder = emptyFolder();
  const files = {
    "a.lua": 'local q = require "q"\nreturn { decide = function(cluster) q(cluster) end }\n',
    "q.lua": "return function(cluster) end\n",
    "a.js": 'import { q } from "./q.js";\nexport function decide(cluster) { q(cluster); }\n',
    "q.js": "export function q() {}\n",
    "s.yaml": SCENARIO,
  };
  mkdirSync(join(folder, "real", "scripts"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "real", "scripts", name), text);
  symlinkSync(join(folder, "real"), join(folder, "link"));
  return folder;
}

test("scripts are found, and find what they import, wherever a link stands in their path", async () => {
  const folder = scripts();
  for (const way of ["real", "link"]) {
    const flags = ["a.lua", "a.js"].flatMap((name) => ["--allocator", join(folder, way, "scripts", name)]);
    const { code, stderr } = await workbench(["run", join(folder, way, "scripts", "s.yaml"), ...flags, "--quiet"]);
    expect([way, code, stderr]).toEqual([way, 0, ""]);
  }
});
