import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFile } from "../../../src/base/package-files.js";
import { engineFlags } from "../../../src/run/engine-flags.js";
import { sandboxFlags } from "../../../src/run/sandbox/sandbox-flags.js";
import { DEFAULT_LIMITS } from "../../../src/scenario/scenario.js";
import { emptyFolder } from "../../cli/workbench.js";

function inSandbox(folders: readonly string[], code: string): string {
  const flags = [...engineFlags(DEFAULT_LIMITS, false), ...sandboxFlags(folders), "--no-warnings"];
  const attempt = `try { ${code}; console.log("done") } catch (error) { console.log(error.code) }`;
  return spawnSync(process.execPath, [...flags, "-e", attempt], { encoding: "utf8" }).stdout.trim();
}

describe("a process that hosts scripts", () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "mine"));
  writeFileSync(join(folder, "mine", "script.lua"), "");
  writeFileSync(join(folder, "other.txt"), "");
  const mine = [join(folder, "mine")];

  const reading = (file: string) => `fs.readFileSync(${JSON.stringify(file)})`;

  test("can read the script's folder, this program and the packages that it needs", () => {
    const files = [
      join(folder, "mine", "script.lua"),
      packageFile("package.json"),
      packageFile("src", "runtimes", "python", "host.py"),
      packageFile("node_modules", "pyodide", "package.json"),
    ];
    expect(inSandbox(mine, files.map(reading).join(";"))).toBe("done");
  });

  test.each([
    ["read anything else", reading(join(folder, "other.txt"))],
    ["read what else lies in this package", reading(packageFile("README.md"))],
    ["read packages that it does not need", reading(packageFile("node_modules", "vitest", "package.json"))],
    ["write, not even there", `fs.writeFileSync(${JSON.stringify(join(folder, "mine", "new.txt"))}, "")`],
    ["start a program", `child_process.spawnSync("true")`],
    ["start a thread", `new worker_threads.Worker("", { eval: true })`],
  ])("cannot %s", (_what, code) => {
    expect(inSandbox(mine, code)).toBe("ERR_ACCESS_DENIED");
  });

  test("cannot make code from strings", () => {
    const attempt = 'try { new Function("") } catch (error) { throw { code: error.name } }';
    expect(inSandbox(mine, attempt)).toBe("EvalError");
  });
});
