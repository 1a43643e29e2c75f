import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { scratchFile, scratchFolder } from "../../fixtures/allocators/scratch-files.js";
import { runLua } from "./run-lua.js";

describe.each(LUA_ENGINES)("require in %s", (engine) => {
  it("finds files beside the script and below it, and runs each once", async () => {
    const files = {
      "queues.lua": `print("queues is run") return { first = require("lib.first") }`,
      "lib/first.lua": `return function(list) return list[1] end`,
    };
    const { printed, failure } = await runLua(
      engine,
      `local queues = require("queues")
       print(queues.first({ 7, 8 }), queues == require("queues"), queues.first == require("lib.first"))`,
      { files },
    );
    expect(failure).toBeNull();
    expect(printed).toEqual(["queues is run", "7\ttrue\ttrue"]);
  });

  it("reads past a byte order mark, as for the script itself", async () => {
    const files = { "marked.lua": "\uFEFFreturn 7" };
    const { printed } = await runLua(engine, `print(require("marked"))`, { files });
    expect(printed).toEqual(["7"]);
  });

  it("gives true for a file that returns nothing", async () => {
    const files = { "greeting.lua": `print("hello")` };
    const { printed } = await runLua(engine, `print(require("greeting"), require("greeting"))`, { files });
    expect(printed).toEqual(["hello", "true\ttrue"]);
  });

  it("gives the SDK, which a file of its name does not replace", async () => {
    const files = { "workbench.lua": `return "mine"`, "workbench/modules.lua": `return "mine"` };
    const code = `print(type(require("workbench")), require("workbench") == require("workbench"))
                  print(type(require("workbench.modules")))`;
    const { printed } = await runLua(engine, code, { files });
    expect(printed).toEqual(["table\ttrue", "table"]);
  });

  it.each([
    ["nowhere", "there is no nowhere.lua beside the script"],
    ["lib.nowhere", "there is no lib/nowhere.lua beside the script"],
    ["workbench.nowhere", "the SDK has no such part"],
    ["../secret", "a name is that of a file beside the script, such as queues or lib.queues"],
    ["/etc/passwd", "a name is that of a file beside the script, such as queues or lib.queues"],
    ["..secret", "a name is that of a file beside the script, such as queues or lib.queues"],
    ["", "a name is that of a file beside the script, such as queues or lib.queues"],
    ["workbench.../../secret", "the SDK has no such part"],
  ])("does not find '%s', and says so with the line", async (name, reason) => {
    const folder = scratchFolder();
    scratchFile("secret.lua", `print("read")`, folder);
    const settings = { folder: join(folder, "scripts"), files: { "lib/there.lua": "" } };
    const { path, printed, failure } = await runLua(engine, `local x = 1\nrequire("${name}")`, settings);
    expect(printed).toEqual([]);
    expect(failure).toMatchObject({ kind: "loadFailed", message: `${path}:2: module '${name}' not found: ${reason}` });
  });

  it("follows no link out of the script's folder, but one within it", async () => {
    const folder = scratchFolder();
    scratchFile("secret.lua", `print("read")`, folder);
    const scripts = join(folder, "scripts");
    await runLua(engine, "", { folder: scripts, files: { "lib/there.lua": `return "there"` } });
    symlinkSync(join(folder, "secret.lua"), join(scripts, "secret.lua"));
    symlinkSync(folder, join(scripts, "above"));
    symlinkSync(join(scripts, "lib", "there.lua"), join(scripts, "alias.lua"));
    for (const [name, file] of [
      ["secret", "secret.lua"],
      ["above.secret", "above/secret.lua"],
    ]) {
      const { printed, failure } = await runLua(engine, `require("${name}")`, { folder: scripts });
      expect(printed).toEqual([]);
      expect(failure?.message).toMatch(`module '${name}' not found: ${file} leads out of the script's folder`);
    }
    expect((await runLua(engine, `print(require("alias"))`, { folder: scripts })).printed).toEqual(["there"]);
  });

  it("says where a file goes round in a circle", async () => {
    const files = { "a.lua": `return require("b")`, "b.lua": `\nreturn require("a")` };
    const { path, failure } = await runLua(engine, `require("a")`, { files });
    const circle = "a.lua -> b.lua -> a.lua";
    expect(failure?.message).toBe(
      `${dirname(path)}/b.lua:2: module 'a' not found: it is required while it is loaded: ${circle}`,
    );
  });

  it("names the file and line of an error in a file beside the script", async () => {
    const files = {
      "lib/misspelt.lua": "local x = 1\nlocal y = = 2",
      "broken.lua": "local x\nreturn x.y",
      "late.lua": "return function()\n  error('too late')\nend",
    };
    const inFile = async (code: string) => {
      const { path, failure } = await runLua(engine, code, { files });
      return { folder: dirname(path), failure };
    };
    const misspelt = await inFile(`require("lib.misspelt")`);
    expect(misspelt.failure?.message).toMatch(`${misspelt.folder}/lib/misspelt.lua:2: unexpected symbol`);
    const broken = await inFile(`require("broken")`);
    expect(broken.failure?.message).toMatch(`${broken.folder}/broken.lua:2: attempt to index a nil value`);
    const late = await inFile(`local f = require("late")\nreturn { decide = function() f() end }`);
    expect(late.failure).toMatchObject({ kind: "threw", message: `${late.folder}/late.lua:2: too late` });
    expect(late.failure?.stack).toContain(`${late.folder}/script.lua:2: in `);
  });

  it("runs a file again when it has failed", async () => {
    const files = { "moody.lua": `tries = (tries or 0) + 1 if tries == 1 then error("not yet") end return tries` };
    const code = `print(pcall(require, "moody")) print(pcall(require, "moody"))`;
    const { printed } = await runLua(engine, code, { files });
    expect(printed).toEqual(["false\tmoody.lua:1: not yet", "true\t2"]);
  });
});
