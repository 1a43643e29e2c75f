import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { loadPyodide, type PyodideAPI } from "pyodide";
import type { PyBuffer, PyProxy, PythonError } from "pyodide/ffi";
import type { AllocatorFailure, FailureKind } from "../../allocator/failure.js";
import { packageFile } from "../../base/package-files.js";
import type { GuestResourceKey, GuestSetup } from "../guest.js";
import { guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { CLOSED_ESCAPES } from "./pyodide-escapes.js";
import { InterruptClock, limitMemoryGrowth } from "./pyodide-limits.js";

/** `host.py` as JavaScript sees it. */
export interface PythonHost extends PyProxy {
  start(seed: number): void;
  add_sdk(sources: Readonly<Record<string, string>>): void;
  load_module(name: string, file: string, source: string): PyProxy;
  find_allocator(script: PyProxy, moduleJson: string): PyProxy | string;
  start_allocator(allocator: PyProxy): void;
  setup(setup: GuestSetup): PyProxy;
  add_resource_keys(keys: readonly GuestResourceKey[]): void;
  open_inbox(size: number): PyProxy & { readonly wholes: PyBuffer; readonly doubles: PyBuffer };
  decide(length: number): PyBuffer;
  take_texts(): string;
  start_modules(script: PyProxy): void;
  dispatch(request: string): string;
}

/** A script in a Pyodide of its own, with the SDK beside it, whatever it is used for. */
export class PyodideMachine {
  readonly host: PythonHost;
  readonly #script: Script;
  readonly #code: string;
  readonly #clock: InterruptClock;
  readonly #restorers: readonly (() => void)[];

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script): Promise<PyodideMachine> {
    const code = readScript(script.path);
    const print = (line: string) => script.output.print(line);
    const pyodide = await loadPyodide({
      jsglobals: Object.create(null) as object,
      // Without it the order of sets differs from process to process.
      env: { PYTHONHASHSEED: "0" },
      stdout: print,
      stderr: print,
    });
    return new PyodideMachine(pyodide, script, code);
  }

  private constructor(pyodide: PyodideAPI, script: Script, code: string) {
    this.#script = script;
    this.#code = code;
    this.#clock = new InterruptClock(script.limits);
    this.host = importHost(pyodide);
    pyodide.unregisterJsModule("pyodide_js");
    pyodide.unregisterJsModule("js");
    this.host.start(script.seed);
    this.host.add_sdk(sdkSources());
    pyodide.setInterruptBuffer(this.#clock.asBuffer());
    this.#restorers = [CLOSED_ESCAPES.use(), limitMemoryGrowth(pyodide, script.limits.memoryBytes)];
  }

  /**
   * Runs the script.
   *
   * @param use gets the script's Python module, which is valid only during the call
   * @throws AllocatorFailure `loadFailed`, or one of a limit; then the machine is closed
   */
  load(use: (script: PyProxy) => void): void {
    try {
      const { path } = this.#script;
      const script = this.#loadModule(basename(path, ".py"), path, this.#code);
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
    this.#clock.deadline.start();
    try {
      const answer = run(this.host);
      if (!this.#clock.isOver) return answer;
    } catch (error) {
      throw this.#failure(kind, error as Error);
    } finally {
      this.#clock.deadline.stop();
    }
    throw this.#failure(kind, new Error(this.#clock.deadline.text));
  }

  /** Gives back what this process has lent to Python. */
  close(): void {
    for (const restore of this.#restorers) restore();
  }

  #loadModule(name: string, file: string, source: string): PyProxy {
    return this.call((host) => host.load_module(name, file, source), "loadFailed");
  }

  #failure(kind: FailureKind, error: Error): AllocatorFailure {
    const stack = error.message;
    const place = lastPlace(stack, this.#script.path);
    if (this.#clock.isOver) return guestFailure("timedOut", { text: this.#clock.deadline.text, place, stack });
    const { type } = error as PythonError;
    // Anything else than a Python exception is the VM's own end, such as an overflow of its stack.
    if (type === undefined) return guestFailure(kind, { text: String(error), place, stack });
    return guestFailure(type === "MemoryError" ? "outOfMemory" : kind, { text: lastWords(stack, type), place, stack });
  }
}

/** The Python package that scripts import: texts by file, such as `workbench/cluster.py`. */
function sdkSources(): Record<string, string> {
  const folder = packageFile("src", "runtimes", "python", "workbench");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  return Object.fromEntries(names.map((name) => [`workbench/${name}`, readFileSync(join(folder, name), "utf8")]));
}

function importHost(pyodide: PyodideAPI): PythonHost {
  const globals = pyodide.runPython("dict(__name__='workbench_host')") as PyProxy;
  const code = readFileSync(packageFile("src", "runtimes", "python", "host.py"), "utf8");
  pyodide.runPython(code, { globals, filename: "workbench_host.py" });
  const namespace = pyodide.runPython("import types; lambda d: types.SimpleNamespace(**d)") as unknown;
  return (namespace as (globals: PyProxy) => PythonHost)(globals);
}

/** The innermost line of the script in a traceback: an error inside the SDK is the script's doing. */
function lastPlace(traceback: string, file: string): string | null {
  let place: string | null = null;
  for (const [, name, line] of traceback.matchAll(/^\s*File "(.+)", line (\d+)/gm)) {
    if (name === file) place = `${file}:${line}`;
  }
  return place;
}

/** What follows the last frame of a traceback: `ValueError: what is wrong`. */
function lastWords(traceback: string, type: string): string {
  const lines = traceback.trimEnd().split("\n");
  const isLast = (line: string) => line === type || line.startsWith(`${type}:`) || line.includes(`.${type}:`);
  const at = lines.findLastIndex((line) => !line.startsWith(" ") && isLast(line));
  return lines.slice(at < 0 ? -1 : at).join(" ");
}
