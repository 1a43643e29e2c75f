import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { loadPyodide, type PyodideAPI } from "pyodide";
import type { PyBuffer, PyProxy, PythonError } from "pyodide/ffi";
import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure, type FailureKind } from "../../allocator/failure.js";
import { packageFile } from "../../base/package-files.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { closeEscapes } from "./pyodide-escapes.js";
import { InterruptClock, limitMemoryGrowth } from "./pyodide-limits.js";

const SDK_FILE = packageFile("src", "runtimes", "python", "workbench.py");
const HOST_FILE = packageFile("src", "runtimes", "python", "host.py");

const SHAPE = "a script defines def decide(cluster, candidates)";

/** `host.py` as JavaScript sees it. */
interface PythonHost extends PyProxy {
  start(seed: number): void;
  load_module(name: string, file: string, source: string): PyProxy;
  has_decide(script: PyProxy): boolean;
  connect(sdk: PyProxy, script: PyProxy): void;
  setup(setup: GuestSetup): PyProxy;
  add_resource_keys(keys: readonly GuestResourceKey[]): void;
  decide(input: Float64Array): PyBuffer;
}

/** @throws AllocatorFailure */
export async function loadPyodideGuest(script: Script): Promise<Guest> {
  const code = readScript(script.path);
  const pyodide = await loadPyodide({
    jsglobals: Object.create(null) as object,
    // Without it the order of sets differs from process to process.
    env: { PYTHONHASHSEED: "0" },
    stdout: script.print,
    stderr: script.print,
  });
  const guest = new PyodideGuest(pyodide, script);
  try {
    guest.load(code);
  } catch (error) {
    guest.close();
    throw error;
  }
  return guest;
}

class PyodideGuest implements Guest {
  readonly #script: Script;
  readonly #clock: InterruptClock;
  readonly #host: PythonHost;
  readonly #restorers: readonly (() => void)[];

  constructor(pyodide: PyodideAPI, script: Script) {
    this.#script = script;
    this.#clock = new InterruptClock(script.limits);
    this.#host = importHost(pyodide);
    pyodide.unregisterJsModule("pyodide_js");
    pyodide.unregisterJsModule("js");
    this.#host.start(script.seed);
    pyodide.setInterruptBuffer(this.#clock.asBuffer());
    this.#restorers = [closeEscapes(), limitMemoryGrowth(script.limits.memoryBytes)];
  }

  load(code: string): void {
    const sdkCode = readFileSync(SDK_FILE, "utf8");
    const sdk = this.#call(() => this.#host.load_module("workbench", "workbench.py", sdkCode), "loadFailed");
    const { path } = this.#script;
    const script = this.#call(() => this.#host.load_module(basename(path, ".py"), path, code), "loadFailed");
    if (!this.#host.has_decide(script)) {
      throw new AllocatorFailure("loadFailed", `${path}: no decide function: ${SHAPE}`);
    }
    this.#call(() => this.#host.connect(sdk, script), "loadFailed");
    sdk.destroy();
    script.destroy();
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    const triggers = this.#call(() => this.#host.setup(setup));
    try {
      return triggers.toJs() as ExtraTrigger[];
    } finally {
      triggers.destroy();
    }
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#call(() => this.#host.add_resource_keys(keys));
  }

  decide(input: Float64Array): Float64Array {
    const answer = this.#call(() => this.#host.decide(input));
    const buffer = answer.getBuffer("f64");
    try {
      return Float64Array.from(buffer.data as Float64Array);
    } finally {
      buffer.release();
      answer.destroy();
    }
  }

  close(): void {
    for (const restore of this.#restorers) restore();
  }

  #call<T>(run: () => T, kind: FailureKind = "threw"): T {
    this.#clock.deadline.start();
    try {
      const answer = run();
      if (!this.#clock.isOver) return answer;
    } catch (error) {
      throw this.#failure(kind, error as Error);
    } finally {
      this.#clock.deadline.stop();
    }
    throw this.#failure(kind, new Error(this.#clock.deadline.text));
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

function importHost(pyodide: PyodideAPI): PythonHost {
  const globals = pyodide.runPython("dict(__name__='workbench_host')") as PyProxy;
  pyodide.runPython(readFileSync(HOST_FILE, "utf8"), { globals, filename: "workbench_host.py" });
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
