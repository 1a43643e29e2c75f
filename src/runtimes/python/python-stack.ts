import type { PyodideAPI } from "pyodide";

/** What Node takes without being told. */
const NODE_STACK_KIB = 984;

/**
 * With a byte of the stack in WebAssembly's memory, which Python watches, go bytes of the native one, which nobody does: 2
 * where sorting calls a function that sorts, 9 where nested lists are printed, 15 where they are compared. Imports need
 * room, too, so the rarest of these may fill the native stack: then Python breaks, and the message is the same.
 */
const NATIVE_BYTES_PER_BYTE = 12;

/** Python accepts no less. */
const LEAST_BYTES = 32 * 1024;

/** What a call of a function in Python is taken for; its frame is no part of either stack. */
const BYTES_PER_CALL = 512;

/** Python's parts that are not in its public interface. */
interface Internals {
  readonly _module: {
    _PyThreadState_Get(): number;
    _PyUnstable_ThreadState_SetStackProtection(thread: number, from: number, bytes: number): number;
    _emscripten_stack_get_base(): number;
  };
}

/**
 * Lets Python raise a RecursionError before the native stack is full, which would be its end.
 * @param stackBytes null: as much as this process can bear
 */
export function protectStack(pyodide: PyodideAPI, stackBytes: number | null): void {
  const { _module: python } = pyodide as unknown as Internals;
  const most = (nodeStackKiB() * 1024) / NATIVE_BYTES_PER_BYTE;
  const bytes = Math.floor(Math.max(LEAST_BYTES, Math.min(stackBytes ?? most, most)));
  const from = python._emscripten_stack_get_base() - bytes;
  if (python._PyUnstable_ThreadState_SetStackProtection(python._PyThreadState_Get(), from, bytes) !== 0) {
    throw new Error(`Python does not take a stack of ${bytes} bytes`);
  }
}

/** How deep functions of Python may call each other; without a limit as deep as they ask for. */
export function mostCalls(stackBytes: number | null): number {
  return stackBytes === null ? Number.POSITIVE_INFINITY : Math.ceil(stackBytes / BYTES_PER_CALL);
}

function nodeStackKiB(): number {
  const flag = process.execArgv.findLast((argument) => argument.startsWith("--stack-size="));
  return flag === undefined ? NODE_STACK_KIB : Number(flag.slice("--stack-size=".length));
}
