import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { packageFile } from "../../base/package-files.js";
import { UNLIMITED } from "../guest.js";
import { GuestOutput } from "../guest-output.js";
import { compiledFile, PRELUDE, sourceFile } from "./compiled-sdk.js";
import { LUA_ENGINES, type LuaEngine, openerOf } from "./load-lua.js";
import type { LuaStack } from "./lua-stack.js";

/** Texts are all that a stack gives: so what `string.dump` makes of a function comes in hexadecimal digits. */
const DUMP = `
  local digits = {}
  for byte = 0, 255 do digits[string.char(byte)] = string.format("%02x", byte) end
  return (string.gsub(string.dump((...)), ".", digits))
`;

/** By the names that they are required by, and with those for their chunks. */
function sources(): { name: string; chunk: string; path: string }[] {
  const parts = readdirSync(packageFile("src", "runtimes", "lua", "workbench"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".lua"))
    .map((path) => `workbench.${path.replace(/\.lua$/, "").replaceAll(/[/\\]/g, ".")}`);
  const sdk = ["workbench", ...parts.sort()].map((name) => ({
    name,
    chunk: `[${name}]`,
    path: sourceFile(name),
  }));
  return [{ name: PRELUDE, chunk: "[lua]", path: sourceFile(PRELUDE) }, ...sdk];
}

async function compileFor(engine: LuaEngine): Promise<void> {
  const script = { path: "", limits: UNLIMITED, seed: 0, output: new GuestOutput(null, () => {}) };
  const { stack } = await (await openerOf(engine))(script, { stopped: () => {}, starved: () => {} });
  const folder = dirname(compiledFile(engine, PRELUDE));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, chunk, path } of sources()) {
    writeFileSync(compiledFile(engine, name), dumped(stack, readFileSync(path, "utf8"), chunk));
  }
}

function dumped(stack: LuaStack, code: string, chunk: string): Uint8Array {
  for (const [text, name] of [
    [DUMP, "dump"],
    [code, chunk],
  ] as const) {
    if (!stack.load(text, name)) throw new Error(stack.textAt(-1));
  }
  stack.call(1, 1);
  const bytes = Buffer.from(stack.textAt(-1), "hex");
  stack.pop(1);
  return bytes;
}

// Run by the build.
for (const engine of LUA_ENGINES) await compileFor(engine);
