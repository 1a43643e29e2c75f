import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { packageFile } from "../../../src/base/package-files.js";
import { compiled, compiledFile, PRELUDE } from "../../../src/runtimes/lua/compiled-sdk.js";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";

/** What a chunk begins with that Lua has compiled. */
const SIGNATURE = "\x1bLua";

const folder = packageFile("src", "runtimes", "lua");
const parts = readdirSync(join(folder, "workbench"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".lua"))
  .map((path) => `workbench.${path.replace(/\.lua$/, "").replaceAll("/", ".")}`);

test.each(LUA_ENGINES)("every part of the SDK is compiled for %s, and nothing else", (engine) => {
  const files = readdirSync(dirname(compiledFile(engine, PRELUDE)));
  expect(files.sort()).toEqual([PRELUDE, "workbench", ...parts].map((name) => `${name}.luac`).sort());
  for (const name of [PRELUDE, "workbench", ...parts]) {
    const code = Buffer.from(compiled(engine, name));
    expect(code.subarray(0, SIGNATURE.length).toString("latin1"), name).toBe(SIGNATURE);
    // The names and lines of its errors.
    expect(code.includes(name === PRELUDE ? "@[lua]" : `@[${name}]`), name).toBe(true);
  }
});
