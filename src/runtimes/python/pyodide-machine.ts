import { basename } from "node:path";
import type { PyBuffer, PyProxy, PythonError } from "pyodide/ffi";
import type { AllocatorFailure, FailureKind } from "../../allocator/failure.js";
import { randomStream } from "../../base/random.js";
import type { GuestResourceKey, GuestSetup } from "../guest.js";
import { guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { InterruptClock } from "./interrupt-clock.js";
import { CLOSED_ESCAPES } from "./pyodide-escapes.js";
import { pythonImage } from "./python-image.js";
import { randomBytes, type StartedPython, startPyodide } from "./start-pyodide.js";

/** `host.py` as JavaScript sees it. */
export interface PythonHost extends PyProxy {
  start(seed: number): void;
  load_module(name: string, file: string, source: string): PyProxy;
  find_allocator(script: PyProxy, moduleJson: string): PyProxy | string;
  start_allocator(allocator: PyProxy): void;
  setup(setup: GuestSetup): PyProxy;
  add_resource_keys(keys: readonly GuestResourceKey[]): void;
  open_inbox(size: number): PyProxy & { readonly wholes: PyBuffer; readonly doubles: PyBuffer };
  decide(length: number): number;
  outbox(): PyBuffer;
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
  readonly #release: () => void;

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script): Promise<PyodideMachine> {
    const code = readScript(script.path);
    const print = (line: string) => script.output.print(line);
    const started = await startPyodide({ from: "image", image: await pythonImage() }, print);
    return new PyodideMachine(started, script, code);
  }

  private constructor({ pyodide, border }: StartedPython, script: Script, code: string) {
    this.#script = script;
    this.#code = code;
    this.#clock = new InterruptClock(script.limits);
    this.host = pyodide.pyimport("workbench_host") as PythonHost;
    pyodide.unregisterJsModule("pyodide_js");
    pyodide.unregisterJsModule("js");
    border.randomBytes = randomBytes(randomStream(script.seed, "Python"));
    this.host.start(script.seed);
    pyodide.setInterruptBuffer(this.#clock.asBuffer());
    border.memoryLimitBytes = script.limits.memoryBytes;
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
    this.#release();
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
