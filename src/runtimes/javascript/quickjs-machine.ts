import { posix } from "node:path";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { AllocatorFailure, type FailureKind } from "../../allocator/failure.js";
import { randomStream } from "../../base/random.js";
import { guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { ENTRY, PRELUDE, RANDOM_PURPOSE } from "./quickjs-entry.js";
import { ENTRY_FILE, isSdkFile, readImport, resolveImport } from "./quickjs-imports.js";
import { QuickJsLimits } from "./quickjs-limits.js";
import { QuickJsMemory } from "./quickjs-memory.js";

/** What QuickJS can bear: deeper recursion would overflow the host's own stack before QuickJS sees it. */
const MOST_STACK_BYTES = 192 * 1024;

/** A refused import travels from the resolver to the loader as a module name, since QuickJS drops the resolver's message. */
const REFUSED = "refused:";

/**
 * A script in a QuickJS of its own, with the SDK beside it, whatever it is used for. It goes as a whole with the WebAssembly
 * instance that it lives in: to dismantle a broken one would abort it.
 */
export class QuickJsMachine {
  readonly context: QuickJSContext;
  readonly #script: Script;
  readonly #code: string;
  readonly #runtime: QuickJSRuntime;
  readonly #limits: QuickJsLimits;
  readonly #memory: QuickJsMemory;

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script): Promise<QuickJsMachine> {
    const code = readScript(script.path);
    const memory = new QuickJsMemory(script.limits.memoryBytes);
    // The variant's types are those of its CommonJS build, and those of the memory are the browser's.
    const options = { wasmMemory: memory.memory } as Parameters<typeof newVariant>[1];
    const module = newVariant(variant as unknown as QuickJSSyncVariant, options);
    const quickjs = await newQuickJSWASMModuleFromVariant(module);
    return new QuickJsMachine(quickjs.newRuntime(), script, code, memory);
  }

  private constructor(runtime: QuickJSRuntime, script: Script, code: string, memory: QuickJsMemory) {
    this.#script = script;
    this.#code = code;
    this.#memory = memory;
    this.#runtime = runtime;
    this.#limits = new QuickJsLimits(script);
    runtime.setMemoryLimit(script.limits.memoryBytes ?? -1);
    runtime.setMaxStackSize(Math.min(script.limits.stackBytes ?? MOST_STACK_BYTES, MOST_STACK_BYTES));
    runtime.setInterruptHandler(() => this.#limits.check());
    runtime.setModuleLoader(loadImport, (importer, request) => this.#resolve(importer, request));
    this.context = runtime.newContext();
  }

  /**
   * Runs the script.
   *
   * @param use gets the namespaces of the ENTRY and of the script; both are valid only during the call
   * @throws AllocatorFailure `loadFailed`, or one of a limit
   */
  load<T>(use: (entry: QuickJSHandle, script: QuickJSHandle) => T): T {
    this.#prepareWorld();
    return this.#evaluate(ENTRY, ENTRY_FILE).consume((entry) =>
      this.#evaluate(this.#code, this.#script.path).consume((script) => use(entry, script)),
    );
  }

  /**
   * Calls a function of the machine.
   *
   * @param kind what it is called when it throws
   * @throws AllocatorFailure with the place in the script
   */
  call(f: QuickJSHandle, args: QuickJSHandle[], kind: FailureKind = "threw"): QuickJSHandle {
    return this.#guarded(kind, () => this.context.callFunction(f, this.context.undefined, ...args));
  }

  /** Calls a function that takes a text and gives one, or nothing. */
  callWithText(f: QuickJSHandle, text: string, kind: FailureKind = "threw"): string {
    return this.context
      .newString(text)
      .consume((handle) => this.call(f, [handle], kind))
      .consume((answer) => this.context.getString(answer));
  }

  #prepareWorld(): void {
    const { context } = this;
    const random = randomStream(this.#script.seed, RANDOM_PURPOSE);
    const print = context.newFunction("print", (line) => {
      this.#script.output.print(context.getString(line));
    });
    const next = context.newFunction("random", () => context.newNumber(random()));
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, "prelude"));
    this.call(prelude, [print, next]).dispose();
    for (const handle of [print, next, prelude]) handle.dispose();
  }

  #resolve(importer: string, request: string): string {
    try {
      return resolveImport(importer, request, posix.dirname(this.#script.path));
    } catch (error) {
      return `${REFUSED}${(error as Error).message}`;
    }
  }

  /** Runs a module. @returns its namespace */
  #evaluate(code: string, file: string): QuickJSHandle {
    const module = this.#guarded("loadFailed", () => {
      const result = this.context.evalCode(code, file, { type: "module" });
      this.#runtime.executePendingJobs();
      return result;
    });
    if (this.context.getPromiseState(module).type === "fulfilled") return module;
    module.dispose();
    throw new AllocatorFailure("loadFailed", `${file}: a script may not await at top level`);
  }

  #guarded(kind: FailureKind, run: () => ReturnType<QuickJSContext["callFunction"]>): QuickJSHandle {
    // Stopped where it stood, its state is of no use: a short call would go unnoticed.
    this.#throwIfExceeded(null, "");
    this.#limits.startCall();
    const result = run();
    this.#limits.endCall();
    if (result.error !== undefined) {
      const thrown = result.error.consume((error) => this.context.dump(error));
      throw this.#failure(kind, thrown);
    }
    if (this.#limits.exceeded !== null) result.dispose();
    this.#throwIfExceeded(null, "");
    return result.value;
  }

  #throwIfExceeded(place: string | null, stack: string): void {
    const { exceeded } = this.#limits;
    if (exceeded !== null) throw guestFailure(exceeded.kind, { text: exceeded.text, place, stack });
  }

  #failure(kind: FailureKind, thrown: unknown): AllocatorFailure {
    const { name, message, stack } = describeThrown(thrown);
    const place = placeInScript(stack);
    const { exceeded } = this.#limits;
    if (exceeded !== null) return guestFailure(exceeded.kind, { text: exceeded.text, place, stack });
    // With no memory left for an error, what QuickJS throws is empty.
    const isEmpty = this.#memory.isExhausted && (thrown === null || message === "");
    const isMemory = isEmpty || (name === "InternalError" && message === "out of memory");
    if (isMemory) return guestFailure("outOfMemory", { text: "out of memory", place, stack });
    const text = name === "" ? message : `${name}: ${message}`;
    return guestFailure(kind, { text, place, stack });
  }
}

/** The innermost line outside of the SDK: an error inside the SDK is the script's doing. */
function placeInScript(stack: string): string | null {
  for (const [, file, line] of stack.matchAll(/^\s*at (?:.*\()?(.+?):(\d+)(?::\d+)?\)?$/gm)) {
    if (file !== undefined && !isSdkFile(file)) return `${file}:${line}`;
  }
  return null;
}

function loadImport(name: string): string | { error: Error } {
  if (name.startsWith(REFUSED)) return { error: new Error(name.slice(REFUSED.length)) };
  try {
    return readImport(name);
  } catch (error) {
    return { error: new Error(`${name}: cannot be read: ${(error as Error).message}`) };
  }
}

function describeThrown(thrown: unknown): { name: string; message: string; stack: string } {
  if (typeof thrown !== "object" || thrown === null) return { name: "", message: String(thrown), stack: "" };
  const { name, message, stack } = thrown as { name?: unknown; message?: unknown; stack?: unknown };
  if (typeof message !== "string") return { name: "", message: JSON.stringify(thrown), stack: "" };
  return { name: String(name ?? "Error"), message, stack: String(stack ?? "") };
}
