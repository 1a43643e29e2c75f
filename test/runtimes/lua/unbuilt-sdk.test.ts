import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { LUA_ENGINES, type LuaEngine } from "../../../src/runtimes/lua/load-lua.js";
import { scratchFolder } from "../../fixtures/allocators/scratch-files.js";

/** Where `dist/lua` is taken to be. */
const built = vi.hoisted(() => ({ folder: "" }));

vi.mock("../../../src/base/package-files.js", async (original) => {
  const own = await original<typeof import("../../../src/base/package-files.js")>();
  return {
    ...own,
    packageFile: (...path: string[]) =>
      path[0] === "dist" && path[1] === "lua" ? built.folder : own.packageFile(...path),
  };
});

/** Has the SDK without one of its files. @returns the path of that file */
async function without(engine: LuaEngine, file: string): Promise<string> {
  built.folder = join(scratchFolder(), "lua");
  const { PACKAGE_ROOT } = await import("../../../src/base/package-files.js");
  cpSync(join(PACKAGE_ROOT, "dist", "lua"), built.folder, { recursive: true });
  const path = join(built.folder, engine, file);
  rmSync(path, { force: true });
  vi.resetModules();
  return path;
}

describe.each(LUA_ENGINES)("a build without all that it makes for %s", (engine) => {
  it("is told by the file that is missing, and how to have it", async () => {
    const path = await without(engine, "prelude.luac");
    const run = (await import("./run-lua.js")).runLua(engine, "");
    await expect(run).rejects.toMatchObject({
      name: "NotBuilt",
      message: `${path}: the build has not made this file: run 'npm run build'`,
    });
  });

  it("is told so by whoever requires a part of the SDK that is missing, and by nobody else", async () => {
    const path = await without(engine, "workbench.hierarchical.luac");
    const lua = (await import("./run-lua.js")).runLua;
    const advice = `${path}: the build has not made this file: run 'npm run build'`;
    const { path: script, failure } = await lua(engine, `\nrequire("workbench.hierarchical")`);
    expect(failure).toMatchObject({ kind: "loadFailed", message: `${script}:2: ${advice}` });
    expect((await lua(engine, `require("workbench.vectors")`)).failure).toBeNull();
  });
});
