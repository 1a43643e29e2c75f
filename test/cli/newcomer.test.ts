import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFile } from "../../src/base/package-files.js";
import type { RunDocument } from "../../src/report/run-document.js";
import { emptyFolder, workbench } from "./workbench.js";

/** Python may take its time on a busy machine. */
const PATIENT = "--call-timeout=1m";

const TYPE_CHECKER = packageFile("node_modules", "typescript", "bin", "tsc");

interface Language {
  readonly name: string;
  readonly file: string;
  /** What a newcomer gets wrong: a line, and what becomes of it. */
  readonly right: string;
  readonly wrong: string;
  readonly says: RegExp;
  /** The file of its tests; absent: they are not written in this language. */
  readonly test?: string;
  readonly compiler?: string;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "lua",
    file: "mine.lua",
    test: "mine.test.lua",
    right: "roles_by_share()",
    wrong: "roles_by_size()",
    says: /mine\.lua:6: .*roles_by_size/,
  },
  {
    name: "python",
    file: "mine.py",
    test: "test_mine.py",
    right: "roles_by_share()",
    wrong: "roles_by_size()",
    says: /mine\.py:10: .*roles_by_size/,
  },
  {
    name: "javascript",
    file: "mine.js",
    test: "mine.test.js",
    right: "rolesByShare()",
    wrong: "rolesBySize()",
    says: /mine\.js:9: .*not a function: .*rolesBySize/,
  },
  {
    name: "typescript",
    file: "mine.ts",
    test: "mine.test.ts",
    right: "rolesByShare()",
    wrong: "rolesBySize()",
    says: /mine\.ts:6: .*not a function: .*rolesBySize/,
  },
  {
    name: "c",
    file: "mine.c",
    right: "if (resources == NULL) continue;",
    wrong: "if (resources == NULL) continue; resources[0] += 1;",
    says: /illegalDecision/,
    compiler: "cc",
  },
  {
    name: "cpp",
    file: "mine.cpp",
    right: "if (resources == nullptr) return;",
    wrong: "if (resources == nullptr) return; resources[0] += 1;",
    says: /illegalDecision/,
    compiler: "c++",
  },
];

function isHere(command: string | undefined): boolean {
  return command === undefined || spawnSync(command, ["--version"]).status === 0;
}

describe("the way of a newcomer: scaffold, run, break it, read the error, fix it, compare", () => {
  for (const { name, file, test: testFile, right, wrong, says, compiler } of LANGUAGES) {
    test.skipIf(!isHere(compiler))(`in ${name}`, { timeout: 300_000 }, async () => {
      const above = emptyFolder();
      expect((await workbench(["new", name, "mine"], {}, above)).code).toBe(0);
      const folder = join(above, "mine");
      const run = async (...flags: readonly string[]) => {
        const { code, stdout } = await workbench(["run", "scenario.yaml", "--json", PATIENT, ...flags], {}, folder);
        const [mine, hierarchical] = (JSON.parse(stdout) as RunDocument).allocators;
        return { code, mine: mine!, hierarchical: hierarchical! };
      };
      const first = await run();
      expect({ code: first.code, status: first.mine.status }).toEqual({ code: 0, status: "ok" });
      const tested = async () =>
        testFile === undefined ? null : (await workbench(["test", testFile, PATIENT], {}, folder)).code;
      expect(await tested()).toBe(testFile === undefined ? null : 0);
      // What is scaffolded is what Mesos does on a flat cluster.
      expect(first.mine.decisionsHash).toBe(first.hierarchical.decisionsHash);

      const path = join(folder, file);
      const code = readFileSync(path, "utf8");
      expect(code).toContain(right);
      writeFileSync(path, code.replace(right, wrong));
      const broken = await run();
      expect({ code: broken.code, status: broken.hierarchical.status }).toEqual({ code: 3, status: "ok" });
      expect(`${broken.mine.failure?.kind} ${broken.mine.failure?.message}`).toMatch(says);
      expect(await tested()).toBe(testFile === undefined ? null : 1);
      const replay = ["replay", "mine.failed.jsonl", `--allocator=${file}`, PATIENT];
      const again = await workbench(replay, {}, folder);
      expect({ code: again.code, isTold: again.stderr.includes(broken.mine.failure!.message) }).toEqual({
        code: 3,
        isTold: true,
      });

      writeFileSync(path, code);
      expect((await workbench(replay, {}, folder)).stdout).toContain("the call that failed then is answered now");
      const mended = await run();
      expect(mended.code).toBe(0);
      expect(mended.mine.decisionsHash).toBe(first.mine.decisionsHash);
    });
  }
});

describe("workbench new", () => {
  test("makes a folder with what an editor needs, and tells the next commands", async () => {
    const above = emptyFolder();
    const { stdout } = await workbench(["new", "typescript", "my-allocator", "--json"], {}, above);
    const { folder, allocator, files, next } = JSON.parse(stdout);
    expect({ folder, allocator, first: next[0] }).toEqual({
      folder: "my-allocator",
      allocator: "my-allocator.ts",
      first: "cd my-allocator",
    });
    expect(files).toEqual(
      [
        "README.md",
        "my-allocator.ts",
        "my-allocator.test.ts",
        "scenario.yaml",
        "tsconfig.json",
        "workbench.d.ts",
      ].sort(),
    );
    expect(files.every((file: string) => existsSync(join(above, folder, file)))).toBe(true);
    const left = readdirSync(join(above, folder)).map((file) => readFileSync(join(above, folder, file), "utf8"));
    expect(left.filter((text) => /__[A-Z]+__/.test(text))).toEqual([]);
  });

  test("makes no package of the folder: npx looks for the program in the nearest one", () => {
    const files = readdirSync(packageFile("templates"), { recursive: true, encoding: "utf8" });
    expect(files).toContain(join("javascript", "allocator.js"));
    expect(files.filter((file) => /package.json$/.test(file))).toEqual([]);
  });

  test.skipIf(!existsSync(TYPE_CHECKER)).each([
    ["typescript", "tsconfig.json", "my-allocator.ts"],
    ["javascript", "jsconfig.json", "my-allocator.js"],
  ])("makes what an editor finds nothing wrong with, until something is: %s", async (language, configuration, file) => {
    const above = emptyFolder();
    await workbench(["new", language, "my-allocator"], {}, above);
    const folder = join(above, "my-allocator");
    const check = () =>
      spawnSync(process.execPath, [TYPE_CHECKER, "--noEmit", "-p", configuration], { cwd: folder, encoding: "utf8" });
    expect(check().stdout).toBe("");
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, "utf8").replace("rolesByShare", "rolesBySize"));
    expect(check().stdout).toMatch(new RegExp(`^${file}.*'rolesBySize' does not exist`));
  });

  test("gives a Python file a name that it can be imported by", async () => {
    const above = emptyFolder();
    await workbench(["new", "python", "my-allocator"], {}, above);
    expect(readdirSync(join(above, "my-allocator")).sort()).toContain("my_allocator.py");
  });

  test.each([
    [
      ["ruby", "mine"],
      'LANG: "ruby": a language is one of lua, python, javascript, typescript, c, cpp; name one of them',
    ],
    [["js", "mine"], 'did you mean "javascript"?'],
    [["pyton", "mine"], 'did you mean "python"?'],
    [["lua", "../mine"], 'NAME: "../mine": a name is letters, digits, - and _, and begins with a letter'],
    [["lua", "workbench"], 'NAME: "workbench": scripts import the SDK by this name'],
    [["lua", "there"], 'NAME: "there": there is a file or folder of this name already'],
    [["lua"], "workbench new: it needs a NAME"],
  ])("refuses %j, and makes nothing", async (args, complaint) => {
    const above = emptyFolder();
    mkdirSync(join(above, "there"));
    const { code, stdout, stderr } = await workbench(["new", ...args], {}, above);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(complaint);
    expect(readdirSync(above)).toEqual(["there"]);
  });
});
