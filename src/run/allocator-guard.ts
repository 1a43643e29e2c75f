import { dirname, resolve } from "node:path";
import type { GuardedWork } from "./guarded-process.js";
import { NO_GRACE, SCRIPT_GRACE } from "./limit-watch.js";
import type { LoadableAllocator } from "./loadable-allocator.js";
import type { ModuleSetup } from "./modules/module-setup.js";
import type { RunFailure } from "./run-failure.js";

/**
 * How the process of a row is watched and kept in. Scripts can stop themselves, and need no more than their own folders.
 * Native code cannot be kept in: a process that has any is free, whatever else is in it.
 *
 * @param setup the modules beside the allocator
 */
export function guardOf(allocator: LoadableAllocator, setup?: ModuleSetup): Pick<GuardedWork, "grace" | "sandbox"> {
  const code = [...codeOf(allocator), ...participantsOf(setup)];
  const scripts = code.filter(({ isNative }) => !isNative);
  const folders = [...new Set(scripts.map(({ path }) => dirname(resolve(path))))];
  return {
    grace: scripts.length > 0 ? SCRIPT_GRACE : NO_GRACE,
    sandbox: scripts.length > 0 && scripts.length === code.length ? folders : null,
  };
}

interface ForeignCode {
  readonly path: string;
  readonly isNative: boolean;
}

function codeOf(allocator: LoadableAllocator): ForeignCode[] {
  switch (allocator.kind) {
    case "builtin":
      return [];
    case "script":
      return [{ path: allocator.path, isNative: false }];
    case "module": {
      const { path, host } = allocator.module.library;
      return [{ path, isNative: host === "native" }];
    }
  }
}

function participantsOf(setup: ModuleSetup | undefined): ForeignCode[] {
  const participants = setup?.modules.filter(({ kind }) => kind !== "Allocator") ?? [];
  return participants.map(({ library: { path, host } }) => ({ path, isNative: host === "native" }));
}

/** The failure as the user shall read it: about the source, not about the library it was compiled to. */
export function asShown(failure: RunFailure, allocator: LoadableAllocator): RunFailure {
  if (allocator.kind !== "module") return failure;
  const { path } = allocator.module.library;
  return { ...failure, message: failure.message.replaceAll(path, () => allocator.shownAs) };
}
