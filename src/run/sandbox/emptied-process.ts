import { constants as fsConstants } from "node:fs";
import { constants as osConstants } from "node:os";
import { type Exports, empty, replace } from "./empty.js";

/** What Node itself, this program and the virtual machines still need. */
const KEPT = [
  // Node's own machinery: events, ticks, loaders, warnings, the end.
  ...["_events", "_exiting", "_fatalException", "_tickCallback", "_preload_modules", "_eval", "domain", "emitWarning"],
  ...["nextTick", "exit", "reallyExit", "assert", "features", "config", "allowedNodeEnvironmentFlags", "permission"],
  ...["setSourceMapsEnabled", "sourceMapsEnabled", "finalization", "ref", "unref"],
  // The channel to the parent.
  ...["send", "_send", "_handleQueue", "_pendingMessage", "channel", "_channel", "disconnect", "_disconnect"],
  // What is printed.
  ...["stdout", "stderr"],
  // What is plain to see.
  ...["versions", "release", "argv", "execArgv", "cwd", "memoryUsage", "env", "exitCode", "pid"],
  // Replaced afterwards.
  "binding",
];

/**
 * Leaves of `process` what is listed here: no signals to other processes, no libraries, no debugger, no clock, no way to
 * Node's own bindings, an empty environment. Two virtual machines' packages ask for bindings while they are loaded: they
 * get the constants that they need, and nothing else.
 *
 * @returns what Node does not let be replaced
 */
export function emptyProcess(): string[] {
  for (const name of Object.keys(process.env)) delete process.env[name];
  const exports = process as unknown as Exports;
  const bindings = { fs: fsConstants, os: osConstants };
  const open = empty(exports, "process", (name) => typeof name === "symbol" || KEPT.includes(name));
  replace(exports, "binding", (name: string) => (name === "constants" ? bindings : {}));
  return open;
}
