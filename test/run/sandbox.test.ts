import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sandboxFlags } from "../../src/run/sandbox.js";
import { emptyFolder } from "../cli/workbench.js";

function inSandbox(folders: readonly string[], code: string): string {
  const flags = [...sandboxFlags(folders), "--no-warnings"];
  const attempt = `try { ${code}; console.log("done") } catch (error) { console.log(error.code) }`;
  return spawnSync(process.execPath, [...flags, "-e", attempt], { encoding: "utf8" }).stdout.trim();
}

describe("a process that hosts scripts", () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "mine"));
  writeFileSync(join(folder, "mine", "script.lua"), "");
  writeFileSync(join(folder, "other.txt"), "");
  const mine = [join(folder, "mine")];

  test("can read the script's folder and this package", () => {
    expect(inSandbox(mine, `fs.readFileSync(${JSON.stringify(join(folder, "mine", "script.lua"))})`)).toBe("done");
    expect(inSandbox(mine, `fs.readFileSync(${JSON.stringify(join(process.cwd(), "package.json"))})`)).toBe("done");
  });

  test.each([
    ["read anything else", `fs.readFileSync(${JSON.stringify(join(folder, "other.txt"))})`],
    ["write, not even there", `fs.writeFileSync(${JSON.stringify(join(folder, "mine", "new.txt"))}, "")`],
    ["start a program", `child_process.spawnSync("true")`],
  ])("cannot %s", (_what, code) => {
    expect(inSandbox(mine, code)).toBe("ERR_ACCESS_DENIED");
  });
});
