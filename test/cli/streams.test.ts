import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyFolder, endedInto, startWorkbench, workbench } from "./workbench.js";

const BROKEN = ["--allocator=misbehaving.lua", "--param"];

describe("errors", () => {
  test("have a stack with --debug, and only then", async () => {
    const args = ["run", "tiny.yaml", ...BROKEN, "misbehaving.lua.does=throws"];
    const [plain, debug] = await Promise.all([workbench(args), workbench([...args, "--debug"])]);
    expect(plain.stderr).toBe("misbehaving.lua: threw in cycle 2: misbehaving.lua:7: out of ideas\n");
    expect(debug.stderr).toContain(plain.stderr);
    expect(debug.stderr).toMatch(/stack traceback/);
  });

  test("of bad input, too", async () => {
    const [plain, debug] = await Promise.all([
      workbench(["run", "nowhere.yaml"]),
      workbench(["run", "nowhere.yaml", "--debug"]),
    ]);
    expect(plain.stderr.split("\n")).toHaveLength(2);
    expect(debug.stderr).toMatch(/\n\s+at .*loadScenario|\n\s+at .*readTextFile/);
  });
});

describe("stdout", () => {
  test("may be closed by its reader, which is no error", async () => {
    const child = startWorkbench(["run", "tiny.yaml", "--json"]);
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (text) => (stderr += text));
    const code = await new Promise((done) => child.once("close", done));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test.skipIf(!existsSync("/dev/full"))("that cannot be written ends the program with 3, in one line", async () => {
    const full = openSync("/dev/full", "w");
    const results = await Promise.all(
      [["run", "tiny.yaml", "--json"], ["--help"]].map((args) => endedInto(full, args)),
    );
    closeSync(full);
    const told = { code: 3, stderr: "stdout: cannot be written (ENOSPC); let it go elsewhere\n" };
    expect(results).toEqual([told, told]);
  });

  test("has no colours where it is no terminal", async () => {
    const { stdout } = await workbench(["run", "tiny.yaml"], { NO_COLOR: "", TERM: "xterm-256color" });
    expect(stdout).not.toContain("\u001b");
  });
});

describe("replay", () => {
  test("runs an allocator from a file in a process of its own, and survives it", async () => {
    const journal = join(emptyFolder(), "drf.jsonl");
    await workbench(["run", "tiny.yaml", "--quiet", "--allocator=drf", `--record=${journal}`]);
    const allocators = ["--allocator=hierarchical", "--allocator=misbehaving.c", "--param", "does=crashes"];
    const { code, stdout } = await workbench(["replay", journal, "--json", ...allocators]);
    const { journals } = JSON.parse(stdout) as { journals: { allocator: string; error: string | null }[] };
    expect(journals).toMatchObject([
      { allocator: "hierarchical", identical: true, error: null },
      { allocator: "misbehaving.c", error: "crashed in cycle 2: the process was ended by SIGSEGV" },
    ]);
    expect(code).toBe(3);
  });
});
