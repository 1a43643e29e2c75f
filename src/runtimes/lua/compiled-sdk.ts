import { existsSync } from "node:fs";
import { join } from "node:path";
import { readBuilt } from "../../base/built-file.js";
import { packageFile } from "../../base/package-files.js";
import type { LuaEngine } from "./load-lua.js";

/** The Lua that the SDK is written in. */
const SDK_FOLDER = packageFile("src", "runtimes", "lua");

/** What the build makes of the SDK, for each engine its own: to compile it anew took most of a VM's start in fengari. */
const COMPILED_FOLDER = packageFile("dist", "lua");

/** What stands in Lua's own library in place of what was there. */
export const PRELUDE = "prelude";

/** @param name as in `compiledFile` */
export function sourceFile(name: string): string {
  return join(SDK_FOLDER, `${name.replaceAll(".", "/")}.lua`);
}

/** Whether the SDK has a part of this name, compiled or not. */
export function isPartOfSdk(name: string): boolean {
  return existsSync(sourceFile(name));
}

/** @param name the prelude, or what `require` is asked for */
export function compiledFile(engine: LuaEngine, name: string): string {
  return join(COMPILED_FOLDER, engine, `${name}.luac`);
}

/** A part of the SDK, or the prelude, to be loaded by the same engine. @throws NotBuilt */
export function compiled(engine: LuaEngine, name: string): Uint8Array {
  return readBuilt(compiledFile(engine, name));
}
