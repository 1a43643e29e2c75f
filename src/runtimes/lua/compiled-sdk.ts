import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../base/package-files.js";
import type { LuaEngine } from "./load-lua.js";

/** What the build makes of the SDK, for each engine its own: to compile it anew took most of a VM's start in fengari. */
const COMPILED_FOLDER = packageFile("dist", "lua");

/** What stands in Lua's own library in place of what was there. */
export const PRELUDE = "prelude";

/** @param name the prelude, or what `require` is asked for */
export function compiledFile(engine: LuaEngine, name: string): string {
  return join(COMPILED_FOLDER, engine, `${name}.luac`);
}

/** A part of the SDK, or the prelude, to be loaded by the same engine. @throws Error of the file system */
export function compiled(engine: LuaEngine, name: string): Uint8Array {
  return readFileSync(compiledFile(engine, name));
}
