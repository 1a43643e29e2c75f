import { readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { NotBuilt } from "../../base/built-file.js";
import { compiled, isPartOfSdk } from "./compiled-sdk.js";
import type { LuaEngine } from "./load-lua.js";
import type { HostFunction, LuaReference, LuaStack } from "./lua-stack.js";
import type { ScriptFiles } from "./script-files.js";
import { sourceText } from "./source-text.js";

/** A module's name: folders and a file without its ending, with dots between. */
const NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/** The SDK, and everything whose name begins so. */
const SDK = "workbench";

/** A file's code, and the name for it in the VM. */
interface Source {
  /** Of the SDK as the engine has compiled it. */
  readonly code: string | Uint8Array;
  readonly chunk: string;
}

/** Why a module cannot be had. */
class Unavailable extends Error {}

/**
 * `require(name)`: `workbench` is the SDK, any other name a file in the script's folder or below it: `lib.queues` is
 * `lib/queues.lua`. A file is run once; what it returns is the module.
 */
export function requireFunction(files: ScriptFiles, engine: LuaEngine): HostFunction {
  const loaded = new Map<string, LuaReference>();
  const running: string[] = [];
  return (stack) => {
    const name = stack.checkText(1);
    if (!loaded.has(name)) loaded.set(name, runFile(stack, sourceOf(stack, name, { files, engine, running }), running));
    stack.pushKept(loaded.get(name) as LuaReference);
    return 1;
  };
}

function runFile(stack: LuaStack, { code, chunk }: Source, running: string[]): LuaReference {
  const isLoaded = typeof code === "string" ? stack.load(code, chunk) : stack.loadCompiled(code, chunk);
  if (!isLoaded) stack.raise();
  running.push(chunk);
  try {
    stack.call(0, 1);
  } finally {
    running.pop();
  }
  if (stack.typeAt(-1) === "nil") stack.pushBoolean(true);
  return stack.keep();
}

/** Where a script requires something. */
interface Place {
  readonly files: ScriptFiles;
  readonly engine: LuaEngine;
  /** The chunks that are being loaded, the first required first. */
  readonly running: readonly string[];
}

function sourceOf(stack: LuaStack, name: string, { files, engine, running }: Place): Source {
  try {
    const source = isOfSdk(name) ? sdkSource(name, engine) : siblingSource(name, files);
    if (!running.includes(source.chunk)) return source;
    throw new Unavailable(`it is required while it is loaded: ${[...running, source.chunk].join(" -> ")}`);
  } catch (error) {
    if (error instanceof NotBuilt) return stack.fail(error.message);
    if (!(error instanceof Unavailable)) throw error;
    return stack.fail(`module '${name}' not found: ${error.message}`);
  }
}

function isOfSdk(name: string): boolean {
  return name === SDK || name.startsWith(`${SDK}.`);
}

function sdkSource(name: string, engine: LuaEngine): Source {
  const none = "the SDK has no such part";
  if (!NAME.test(name)) throw new Unavailable(none);
  try {
    return { code: compiled(engine, name), chunk: `[${name}]` };
  } catch (error) {
    throw error instanceof NotBuilt && !isPartOfSdk(name) ? new Unavailable(none) : error;
  }
}

function siblingSource(name: string, files: ScriptFiles): Source {
  if (!NAME.test(name)) {
    throw new Unavailable("a name is that of a file beside the script, such as queues or lib.queues");
  }
  const chunk = `${name.replaceAll(".", "/")}.lua`;
  const path = join(files.folder, chunk);
  const code = readSibling(path, chunk);
  // A link may lead anywhere.
  if (!realpathSync.native(path).startsWith(realpathSync.native(files.folder) + sep)) {
    throw new Unavailable(`${chunk} leads out of the script's folder`);
  }
  files.add(chunk);
  return { code, chunk };
}

function readSibling(path: string, chunk: string): string {
  try {
    return sourceText(readFileSync(path, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Unavailable(code === "ENOENT" ? `there is no ${chunk} beside the script` : message);
  }
}
