import { accessSync, constants } from "node:fs";
import { AllocatorFailure } from "../allocator/failure.js";
import { languageOf } from "../allocator/language.js";
import type { CodeFailure, Unopenable } from "../kinds/open-library.js";
import type { Timer } from "../kinds/timer.js";
import type { GuestLimits } from "./guest.js";
import { codeFailure, guestFailure, NOWHERE } from "./guest-failure.js";
import { GuestOutput } from "./guest-output.js";
import { loadJavaScriptModules } from "./javascript/load-javascript.js";
import { DEFAULT_LUA_ENGINE, type LuaEngine, loadLuaModules } from "./lua/load-lua.js";
import { ModuleBorder } from "./module-border.js";
import type { ModuleScript } from "./module-script.js";
import { OpenedScript } from "./opened-script.js";
import { loadPythonModules } from "./python/load-python.js";
import { printToStderr, type Script } from "./script.js";

export interface ScriptLibraryOptions {
  /** The time limit is for each call into the script, loading included; the memory is that of the whole library. */
  readonly limits: GuestLimits;
  /** Seeds the language's own random numbers. */
  readonly seed: number;
  /** The virtual time of the modules' instances. */
  readonly timer: Timer;
  readonly luaEngine?: LuaEngine;
  /** Takes each line that the script prints; by default stderr does. */
  readonly print?: (line: string) => void;
}

export type ScriptOpening = { readonly kind: "ready"; readonly value: OpenedScript } | CodeFailure | Unopenable;

/**
 * Opens a script file as a library of modules: its exported names are their symbols. It runs in a virtual machine of its
 * own, which all instances of its modules share, as those of a native library share its memory.
 *
 * @param path messages name the file so
 */
export async function openScriptLibrary(path: string, options: ScriptLibraryOptions): Promise<ScriptOpening> {
  const { limits, seed, timer, luaEngine = DEFAULT_LUA_ENGINE, print = printToStderr(path) } = options;
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    return { kind: "refused", message: (error as Error).message };
  }
  const output = new GuestOutput(limits.outputBytes, print);
  const loading = loaderOf({ path, limits, seed, output }, luaEngine);
  if (loading === null) return { kind: "refused", message: "neither a .lua, .py, .js, .mjs, .ts nor .mts file" };
  try {
    const script = counted(await loading(), output);
    return { kind: "ready", value: new OpenedScript(path, script, new ModuleBorder(script, timer)) };
  } catch (error) {
    return codeFailure(error);
  }
}

/** A script to load for its own sake, as `openScriptLibrary` does for its modules. */
export interface LooseScript extends Pick<Script, "path" | "limits" | "seed" | "testHost"> {
  /** Takes each line that the script prints. */
  readonly print: (line: string) => void;
}

/** @throws AllocatorFailure when it cannot be loaded */
export async function loadModuleScript({ print, ...script }: LooseScript, luaEngine: LuaEngine): Promise<ModuleScript> {
  const output = new GuestOutput(script.limits.outputBytes, print);
  const loading = loaderOf({ ...script, output }, luaEngine);
  if (loading === null) throw new AllocatorFailure("loadFailed", `${script.path}: it is no script`);
  return counted(await loading(), output);
}

function loaderOf(script: Script, luaEngine: LuaEngine): (() => Promise<ModuleScript>) | null {
  switch (languageOf(script.path)) {
    case "lua":
      return () => loadLuaModules(script, luaEngine);
    case "python":
      return () => loadPythonModules(script);
    case "javascript":
      return () => loadJavaScriptModules(script);
    default:
      return null;
  }
}

/** Holds the limit on what the script prints and answers in one call. */
function counted(script: ModuleScript, output: GuestOutput): ModuleScript {
  return {
    dispatch(request, kind) {
      output.startCall();
      const answer = script.dispatch(request, kind);
      output.add(Buffer.byteLength(answer));
      if (output.isOver) throw guestFailure("outOfMemory", { ...NOWHERE, text: output.text });
      return answer;
    },
    close: () => script.close(),
  };
}
