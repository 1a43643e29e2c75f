import { dirname, resolve } from "node:path";
import { type Language, languageOf } from "../allocator/language.js";
import { DEFAULT_LUA_ENGINE, type LuaEngine } from "../runtimes/lua/load-lua.js";
import type { GuardedWork } from "./guarded-process.js";
import { type Grace, NO_GRACE, PYTHON_GRACE, SCRIPT_GRACE } from "./limit-watch.js";
import type { LoadableAllocator } from "./loadable-allocator.js";
import type { ModuleSetup } from "./modules/module-setup.js";
import type { RunFailure } from "./run-failure.js";

export type Guard = Pick<GuardedWork, "grace" | "sandbox" | "python" | "fengari">;

/** Code that is not this program's own. */
export interface ForeignCode {
  readonly path: string;
  readonly host: Language;
}

/**
 * How the process that runs some code is watched and kept in. Scripts can stop themselves, and need no more than their own
 * folders. Native code cannot be kept in: a process that has any is free, whatever else is in it.
 *
 * @param luaEngine what runs the Lua among it
 */
export function guardFor(code: readonly ForeignCode[], luaEngine: LuaEngine): Guard {
  const scripts = code.filter(({ host }) => host !== "native");
  const folders = [...new Set(scripts.map(({ path }) => dirname(resolve(path))))];
  return {
    grace: graceFor(scripts),
    sandbox: scripts.length > 0 && scripts.length === code.length ? folders : null,
    python: isAmong(scripts, "python"),
    fengari: luaEngine === "fengari" && isAmong(scripts, "lua"),
  };
}

function graceFor(scripts: readonly ForeignCode[]): Grace {
  if (isAmong(scripts, "python")) return PYTHON_GRACE;
  return scripts.length > 0 ? SCRIPT_GRACE : NO_GRACE;
}

function isAmong(code: readonly ForeignCode[], language: Language): boolean {
  return code.some(({ host }) => host === language);
}

/** @param setup the modules beside the allocator */
export function guardOf(allocator: LoadableAllocator, setup?: ModuleSetup): Guard {
  return guardFor(foreignCodeOf(allocator, setup), luaEngineOf(allocator, setup));
}

function luaEngineOf(allocator: LoadableAllocator, setup: ModuleSetup | undefined): LuaEngine {
  return (allocator.kind === "builtin" ? setup?.luaEngine : allocator.luaEngine) ?? DEFAULT_LUA_ENGINE;
}

/** What a row's process loads that is not this program's own. @param setup the modules beside the allocator */
export function foreignCodeOf(allocator: LoadableAllocator, setup?: ModuleSetup): readonly ForeignCode[] {
  return [...codeOf(allocator), ...participantsOf(setup)];
}

function codeOf(allocator: LoadableAllocator): readonly ForeignCode[] {
  switch (allocator.kind) {
    case "builtin":
      return [];
    case "script":
      return [{ path: allocator.path, host: languageOf(allocator.path) ?? "native" }];
    case "module":
      return [allocator.module.library];
  }
}

function participantsOf(setup: ModuleSetup | undefined): readonly ForeignCode[] {
  const participants = setup?.modules.filter(({ kind }) => kind !== "Allocator") ?? [];
  return participants.map(({ library }) => library);
}

/** The failure as the user shall read it: about the source, not about the library it was compiled to. */
export function asShown(failure: RunFailure, allocator: LoadableAllocator): RunFailure {
  if (allocator.kind !== "module") return failure;
  const { path } = allocator.module.library;
  return { ...failure, message: failure.message.replaceAll(path, () => allocator.shownAs) };
}
