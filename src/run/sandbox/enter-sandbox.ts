// These take what they need before it is taken away.
import "../../base/collect-garbage.js";
import "../../base/stopwatch.js";
import { emptyModules } from "./emptied-modules.js";
import { emptyProcess } from "./emptied-process.js";
import { type Exports, empty } from "./empty.js";
import { stillWorld } from "./still-world.js";

/** Global names that lead to the network, to other threads, or to a clock. Not every version of Node has all of them. */
const CLOSED_GLOBALS = [
  ...["fetch", "WebSocket", "EventSource", "Request", "Response", "Headers", "FormData", "XMLHttpRequest"],
  ...["BroadcastChannel", "MessageChannel", "MessagePort", "Worker", "navigator", "localStorage", "sessionStorage"],
  ...["Performance", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver"],
  ...["PerformanceObserverEntryList", "PerformanceResourceTiming", "Crypto", "SubtleCrypto", "CryptoKey"],
];

/**
 * To be called first of all in a process that was started with `sandboxFlags`. Scripts run in virtual machines that keep
 * them in. Should one break out, it finds itself in a process whose powers were taken away before: what is left can read
 * the files on the permission model's list, and answer the parent.
 *
 * @returns what this version of Node does not let be taken away
 */
export function enterSandbox(): string[] {
  const open = [...emptyModules(), ...emptyProcess()];
  open.push(...empty(globalThis as unknown as Exports, "globalThis", (name) => !CLOSED_GLOBALS.includes(String(name))));
  stillWorld();
  return open;
}
