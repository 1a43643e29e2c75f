import { dirname, resolve } from "node:path";
import type { GuardedWork } from "./guarded-process.js";
import { type Grace, NO_GRACE } from "./limit-watch.js";
import type { LoadableAllocator } from "./loadable-allocator.js";
import type { RunFailure } from "./run-failure.js";

/** Scripts are stopped from within, with their file and line; the process is killed only when that did not work. */
const SCRIPT_GRACE: Grace = { callMs: 500, loadingMs: 10_000 };

/** How the process of an allocator is watched and kept in. Native code cannot be kept in. */
export function guardOf(allocator: LoadableAllocator): Pick<GuardedWork, "grace" | "sandbox"> {
  const isScript = allocator.kind === "file" && allocator.symbol === null;
  if (!isScript) return { grace: NO_GRACE, sandbox: null };
  return { grace: SCRIPT_GRACE, sandbox: [dirname(resolve(allocator.path))] };
}

/** The failure as the user shall read it: about the source, not about the library it was compiled to. */
export function asShown(failure: RunFailure, allocator: LoadableAllocator): RunFailure {
  if (allocator.kind === "builtin") return failure;
  return { ...failure, message: failure.message.replaceAll(allocator.path, allocator.shownAs) };
}
