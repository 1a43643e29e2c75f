import type { Allocator, AllocatorContext } from "../allocator/allocator.js";
import { AllocatorFailure } from "../allocator/failure.js";
import { isNativeSource, languageOf } from "../allocator/language.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { Guest, GuestLimits } from "./guest.js";
import { GuestOutput } from "./guest-output.js";
import { loadJavaScript } from "./javascript/load-javascript.js";
import { DEFAULT_LUA_ENGINE, type LuaEngine, loadLua } from "./lua/load-lua.js";
import { compileNative } from "./native/compile.js";
import { defaultSymbol } from "./native/default-symbol.js";
import { loadNative } from "./native/load-native.js";
import { loadPython } from "./python/load-python.js";
import { type AllocatorScript, printToStderr } from "./script.js";
import { WireAllocator } from "./wire-allocator.js";

/** An allocator in a file. */
export interface AllocatorSource {
  /** As the user wrote it, relative to the current folder: messages name the file so. */
  readonly path: string;
  /** Which module: of a native library by default the one named as the file, of a script none: it is the allocator itself. */
  readonly symbol?: string;
  /** For the module's create(), in order and with repeated keys (M28); by default those of the context, as texts. */
  readonly moduleParameters?: readonly ModuleParameter[];
  readonly luaEngine?: LuaEngine;
  /** Takes each line that a script prints; by default stderr does. */
  readonly print?: (line: string) => void;
}

/**
 * Loads an allocator by what its file is. Always in a process of its own: a guest may crash it, and the limits of some
 * count what the whole process uses.
 *
 * @throws AllocatorFailure
 */
export async function loadAllocator(
  source: AllocatorSource,
  context: AllocatorContext,
  limits: GuestLimits,
): Promise<Allocator> {
  const output = new GuestOutput(limits.outputBytes, source.print ?? printToStderr(source.path));
  const guest = await loadGuest(source, context, limits, output);
  try {
    return new WireAllocator(guest, context, output);
  } catch (error) {
    guest.close();
    throw error;
  }
}

async function loadGuest(
  source: AllocatorSource,
  context: AllocatorContext,
  limits: GuestLimits,
  output: GuestOutput,
): Promise<Guest> {
  const { path, luaEngine = DEFAULT_LUA_ENGINE } = source;
  const parameters = source.moduleParameters ?? texts(context.parameters);
  const module = source.symbol === undefined ? null : { symbol: source.symbol, parameters };
  const script: AllocatorScript = { path, limits, seed: context.seed, output, module };
  switch (languageOf(path)) {
    case "lua":
      return loadLua(script, luaEngine);
    case "python":
      return loadPython(script);
    case "javascript":
      return loadJavaScript(script);
    case "native":
      return loadNative(await libraryOf(path), source.symbol ?? defaultSymbol(path), parameters);
    case undefined:
      throw new AllocatorFailure(
        "loadFailed",
        `${path}: neither a .lua, .py, .js, .mjs, .ts, .mts, .so, .dylib nor .c file`,
      );
  }
}

function texts(parameters: AllocatorContext["parameters"]): ModuleParameter[] {
  return Object.entries(parameters).map(([key, value]) => ({ key, value: String(value) }));
}

async function libraryOf(path: string): Promise<string> {
  if (!isNativeSource(path)) return path.includes("/") ? path : `./${path}`;
  const compilation = await compileNative(path);
  switch (compilation.kind) {
    case "compiled":
      return compilation.library;
    case "noCompiler":
      throw new AllocatorFailure("loadFailed", `${path}: there is no C compiler (${compilation.compiler}) here`);
    case "failed":
      throw new AllocatorFailure("loadFailed", firstError(path, compilation.output));
  }
}

function firstError(path: string, output: string): string {
  const error = /^.*:\d+:\d+: (?:fatal )?error: .*$/m.exec(output);
  return error?.[0] ?? `${path}: it does not compile: ${output.trim().split("\n")[0]}`;
}
