import { createRequire } from "node:module";
import { SharedChange } from "./shared-change.js";

/**
 * Closes the cheap ways out of Pyodide into the host, for as long as a guest lives: the Function constructors, which
 * any JavaScript object leads to, and the shell behind `os.system`. What stays open is the business of the process
 * around it.
 */
export const CLOSED_ESCAPES = new SharedChange(() => {
  const restorers = [...cutFunctionConstructors(), stubShell()];
  return () => {
    for (const restore of restorers) restore();
  };
});

function cutFunctionConstructors(): (() => void)[] {
  const functions = [() => {}, async () => {}, function* () {}, async function* () {}];
  return functions.map((f) => {
    const prototype = Object.getPrototypeOf(f) as object;
    const original = Object.getOwnPropertyDescriptor(prototype, "constructor");
    if (original === undefined) return () => {};
    Reflect.deleteProperty(prototype, "constructor");
    return () => Object.defineProperty(prototype, "constructor", original);
  });
}

/** Pyodide's `system()` calls this; 127 is "command not found". To throw here would be a fatal error of Pyodide. */
function stubShell(): () => void {
  const childProcess = createRequire(import.meta.url)("node:child_process") as { spawnSync: unknown };
  const { spawnSync } = childProcess;
  childProcess.spawnSync = () => ({ status: 127, signal: null });
  return () => {
    childProcess.spawnSync = spawnSync;
  };
}
