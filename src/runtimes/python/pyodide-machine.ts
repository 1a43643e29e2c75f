import { basename } from "node:path";
import type { PyodideAPI } from "pyodide";
import type { PyBuffer, PyProxy, PythonError } from "pyodide/ffi";
import type { AllocatorFailure, FailureKind } from "../../allocator/failure.js";
import { randomStream } from "../../base/random.js";
import type { GuestResourceKey, GuestSetup } from "../guest.js";
import { guestFailure } from "../guest-failure.js";
import { readScript, type Script, type TestHost } from "../script.js";
import { CLOSED_ESCAPES } from "./pyodide-escapes.js";
import { PythonFiles } from "./python-files.js";
import { pythonImage } from "./python-image.js";
import { PythonLimits } from "./python-limits.js";
import { PythonOutput } from "./python-output.js";
import { mostCalls, protectStack } from "./python-stack.js";
import { randomBytes, type StartedPython, startPyodide } from "./start-pyodide.js";

/** `host.py` as JavaScript sees it. */
export interface PythonHost extends PyProxy {
  start(seed: number, most_calls: number): void;
  add_script_folder(find: (name: string) => string, namesJson: string): void;
  load_script(name: string, file: string, source: string): PyProxy;
  find_allocator(script: PyProxy, moduleJson: string): PyProxy | string;
  start_allocator(allocator: PyProxy): void;
  setup(setup: GuestSetup): PyProxy;
  add_resource_keys(keys: readonly GuestResourceKey[]): void;
  open_inbox(size: number): PyProxy & { readonly wholes: PyBuffer; readonly doubles: PyBuffer };
  decide(length: number): number;
  outbox(): PyBuffer;
  take_texts(): string;
  start_modules(script: PyProxy, testHost: TestHost | null): void;
  dispatch(request: string): string;
}

/** A script in a Pyodide of its own, with the SDK beside it, whatever it is used for. */
export class PyodideMachine {
  readonly host: PythonHost;
  readonly #script: Script;
  readonly #files: PythonFiles;
  readonly #code: string;
  readonly #limits: PythonLimits;
  readonly #output: PythonOutput;
  readonly #release: () => void;

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script): Promise<PyodideMachine> {
    const code = readScript(script.path);
    return new PyodideMachine(await startPyodide({ from: "image", image: await pythonImage() }), script, code);
  }

  private constructor({ pyodide, border }: StartedPython, script: Script, code: string) {
    this.#script = script;
    this.#code = code;
    this.#files = new PythonFiles(script.path);
    this.#limits = new PythonLimits(script);
    this.#output = new PythonOutput(script.output, (line) => this.#files.shown(line));
    this.host = pyodide.pyimport("workbench_host") as PythonHost;
    closeJavaScript(pyodide);
    border.randomBytes = randomBytes(randomStream(script.seed, "Python"));
    const { memoryBytes, stackBytes } = script.limits;
    protectStack(pyodide, stackBytes);
    this.host.start(script.seed, mostCalls(stackBytes));
    const writer = { write: (bytes: Uint8Array) => this.#output.write(bytes) };
    pyodide.setStdout(writer);
    pyodide.setStderr(writer);
    pyodide.setInterruptBuffer(this.#limits.asInterruptBuffer());
    border.memoryLimitBytes = memoryBytes;
    this.#release = CLOSED_ESCAPES.use();
  }

  /**
   * Runs the script.
   *
   * @param use gets the script's Python module, which is valid only during the call
   * @throws AllocatorFailure `loadFailed`, or one of a limit; then the machine is closed
   */
  load(use: (script: PyProxy) => void): void {
    try {
      const script = this.call((host) => this.#loadScript(host), "loadFailed");
      use(script);
      script.destroy();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Calls into Python.
   *
   * @param kind what it is called when it raises an error
   * @throws AllocatorFailure with the place in the script
   */
  call<T>(run: (host: PythonHost) => T, kind: FailureKind = "threw"): T {
    this.#limits.startCall();
    try {
      const answer = quietly(() => run(this.host));
      this.#limits.endCall();
      this.#output.endCall();
      if (this.#limits.exceeded === null) return answer;
    } catch (error) {
      this.#limits.endCall();
      throw this.#failure(kind, error as Error);
    }
    throw this.#failure(kind, new Error(this.#limits.exceeded.text));
  }

  /** Gives back what this process has lent to Python. */
  close(): void {
    this.#release();
  }

  #loadScript(host: PythonHost): PyProxy {
    const find = (name: string) => JSON.stringify(this.#files.find(name));
    host.add_script_folder(find, JSON.stringify(this.#files.names()));
    return host.load_script(basename(this.#script.path, ".py"), this.#files.main, this.#code);
  }

  #failure(kind: FailureKind, error: Error): AllocatorFailure {
    const { type } = error as PythonError;
    const traceback = type === undefined ? this.#output.lastWords().join("\n") : error.message;
    const place = this.#files.placeIn(traceback);
    const stack = this.#files.shown(traceback);
    const { exceeded } = this.#limits;
    if (exceeded !== null) return guestFailure(exceeded.kind, { text: exceeded.text, place, stack });
    if (type === undefined) return guestFailure(kind, { text: brokenBy(error), place, stack });
    this.#output.endCall();
    return guestFailure(type === "MemoryError" ? "outOfMemory" : kind, { text: lastWords(stack, type), place, stack });
  }
}

/** The modules through which Python reaches the host's objects. */
function closeJavaScript(pyodide: PyodideAPI): void {
  for (const name of ["pyodide_js", "js"]) pyodide.unregisterJsModule(name);
}

/** When Python breaks, Pyodide tells its developers about it: what users shall know of it is in the failure. */
function quietly<T>(run: () => T): T {
  const { error } = console;
  console.error = () => {};
  try {
    return run();
  } finally {
    console.error = error;
  }
}

/** Why the virtual machine itself has broken: the native stack may be full in spite of Python's own watch. */
function brokenBy(error: Error): string {
  return error instanceof RangeError ? "RecursionError: the stack is full" : String(error);
}

/** An error may have as many notes as there were steps on its way. */
const MOST_LINES = 5;

/** What follows the last frame of a traceback: `ValueError: what is wrong`. */
function lastWords(traceback: string, type: string): string {
  const lines = traceback.trimEnd().split("\n");
  const isLast = (line: string) => line === type || line.startsWith(`${type}:`) || line.includes(`.${type}:`);
  const at = lines.findLastIndex((line) => !line.startsWith(" ") && isLast(line));
  const words = lines.slice(at < 0 ? -1 : at).slice(0, MOST_LINES);
  return type === MISSING_MODULE ? missingModule(words) : words.join(" ");
}

const MISSING_MODULE = "ModuleNotFoundError";

/** Pyodide goes on with how to install what it comes with, which there is no way to do here. */
function missingModule(words: readonly string[]): string {
  const offered = words.findIndex((line) => /^The module '.*' is .*Pyodide distribution/.test(line));
  const own = offered < 0 ? words : words.slice(0, offered);
  return `${own.join(" ").trimEnd()}; a script has the standard library, and what lies beside it`;
}
