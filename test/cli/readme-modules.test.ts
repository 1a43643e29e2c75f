import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const HAS_CPP = spawnSync("g++", ["--version"]).status === 0;

/** What the walk from an empty folder says to put into which file. */
const FILES = { cpp: "hello.cpp", python: "labels.py", json: "modules.json", sh: "steps.sh" } as const;

let folder = "";

beforeAll(() => {
  const root = mkdtempSync(join(tmpdir(), "workbench-readme-"));
  folder = join(root, "my-modules");
  mkdirSync(folder);
  const readme = readFileSync(join(ROOT, "allocators/modules/README.md"), "utf8");
  const from = readme.indexOf("### One in C++, one in Python");
  const walk = readme.slice(from, readme.indexOf("\n### ", from + 1));
  for (const [language, file] of Object.entries(FILES)) {
    const block = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(walk);
    writeFileSync(join(folder, file), block?.[1] ?? "");
  }
});

afterAll(() => rmSync(resolve(folder, ".."), { recursive: true, force: true }));

it.skipIf(!HAS_CPP)(
  "the page on modules leads from an empty folder to passing batteries in C++ and in Python (needs g++)",
  () => {
    const steps = readFileSync(join(folder, FILES.sh), "utf8")
      .replaceAll("npx workbench", `"${process.execPath}" "${join(ROOT, "bin/workbench.js")}"`)
      .replaceAll("../scenarios/", `${ROOT}/scenarios/`);
    const { status, stdout, stderr } = spawnSync("bash", ["-euc", steps], { cwd: folder, encoding: "utf8" });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("all 2 can be loaded");
    expect(stdout).toContain("org_apache_mesos_TestModule (TestModule, native)");
    expect(stdout).toContain("com_example_labels (Hook, python)");
    expect(stdout.match(/ 0 failed/g)).toHaveLength(2);
  },
  120_000,
);
