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
import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure, type FailureKind } from "../../allocator/failure.js";
import { randomStream } from "../../base/random.js";
import { Deadline } from "../deadline.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { guestFailure } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { ENTRY, ENTRY_FILE, PRELUDE } from "./quickjs-entry.js";
import { QuickJsMemory } from "./quickjs-memory.js";
import { readModule, resolveModule } from "./quickjs-modules.js";

/** Deeper recursion would overflow the host's own stack before QuickJS sees it. */
const STACK_BYTES = 192 * 1024;

const SHAPE = "a script exports function decide(cluster, candidates)";

/** A refused import travels from the resolver to the loader as a module name, since QuickJS drops the resolver's message. */
const REFUSED = "refused:";

/** @throws AllocatorFailure */
export async function loadQuickJsGuest(script: Script): Promise<Guest> {
  const code = readScript(script.path);
  const memory = new QuickJsMemory(script.limits.memoryBytes);
  // The variant's types are those of its CommonJS build, and those of the memory are the browser's.
  const options = { wasmMemory: memory.memory } as Parameters<typeof newVariant>[1];
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant as unknown as QuickJSSyncVariant, options));
  const guest = new QuickJsGuest(quickjs.newRuntime(), script, memory);
  guest.load(code);
  return guest;
}

/** A script in QuickJS, behind the SDK's ScriptGuest. */
class QuickJsGuest implements Guest {
  readonly #script: Script;
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #deadline: Deadline;
  readonly #memory: QuickJsMemory;
  readonly #functions = new Map<string, QuickJSHandle>();
  #interrupted = false;

  constructor(runtime: QuickJSRuntime, script: Script, memory: QuickJsMemory) {
    this.#script = script;
    this.#memory = memory;
    this.#runtime = runtime;
    this.#deadline = new Deadline(script.limits.callMs);
    runtime.setMemoryLimit(script.limits.memoryBytes ?? -1);
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => {
      this.#interrupted ||= this.#deadline.isOver();
      return this.#interrupted;
    });
    runtime.setModuleLoader(loadModule, (importer, request) => this.#resolve(importer, request));
    this.#context = runtime.newContext();
  }

  load(code: string): void {
    this.#prepareWorld();
    this.#evaluate(ENTRY, ENTRY_FILE).consume((entry) => {
      this.#evaluate(code, this.#script.path).consume((script) => {
        this.#checkShape(script);
        this.#context.getProp(entry, "start").consume((start) => {
          this.#call(start, [script], "loadFailed").consume((guest) => this.#keepFunctions(guest));
        });
      });
    });
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    return this.#sendJson("setup", setup).consume((json) => JSON.parse(this.#context.getString(json)));
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#sendJson("addResourceKeys", keys).dispose();
  }

  decide(input: Float64Array): Float64Array {
    const decide = this.#functions.get("decide") as QuickJSHandle;
    return this.#context.newArrayBuffer(input.slice().buffer).consume((buffer) =>
      this.#call(decide, [buffer]).consume((answer) =>
        // The bytes are a view of the guest's memory: copied before it goes on.
        this.#context.getArrayBuffer(answer).consume((bytes) => new Float64Array(bytes.value.slice().buffer)),
      ),
    );
  }

  /** The guest is a WebAssembly instance of its own and goes as a whole: to dismantle a broken one would abort it. */
  close(): void {
    this.#functions.clear();
  }

  #prepareWorld(): void {
    const context = this.#context;
    const random = randomStream(this.#script.seed, "javascript: Math.random");
    const print = context.newFunction("print", (line) => {
      this.#script.print(context.getString(line));
    });
    const next = context.newFunction("random", () => context.newNumber(random()));
    const prelude = context.unwrapResult(context.evalCode(PRELUDE, "prelude"));
    this.#call(prelude, [print, next]).dispose();
    for (const handle of [print, next, prelude]) handle.dispose();
  }

  #resolve(importer: string, request: string): string {
    try {
      return resolveModule(importer, request, posix.dirname(this.#script.path));
    } catch (error) {
      return `${REFUSED}${(error as Error).message}`;
    }
  }

  /** Runs a module. @returns its namespace */
  #evaluate(code: string, file: string): QuickJSHandle {
    const module = this.#guarded("loadFailed", () => {
      const result = this.#context.evalCode(code, file, { type: "module" });
      this.#runtime.executePendingJobs();
      return result;
    });
    if (this.#context.getPromiseState(module).type === "fulfilled") return module;
    module.dispose();
    throw new AllocatorFailure("loadFailed", `${file}: a script may not await at top level`);
  }

  #checkShape(script: QuickJSHandle): void {
    const type = this.#context.getProp(script, "decide").consume((decide) => this.#context.typeof(decide));
    if (type === "function") return;
    throw new AllocatorFailure("loadFailed", `${this.#script.path}: no decide function: ${SHAPE}`);
  }

  #keepFunctions(guest: QuickJSHandle): void {
    for (const name of ["setup", "addResourceKeys", "decide"]) {
      this.#functions.set(name, this.#context.getProp(guest, name));
    }
  }

  #sendJson(name: string, value: unknown): QuickJSHandle {
    return this.#context
      .newString(JSON.stringify(value))
      .consume((json) => this.#call(this.#functions.get(name) as QuickJSHandle, [json]));
  }

  #call(f: QuickJSHandle, args: QuickJSHandle[], kind: FailureKind = "threw"): QuickJSHandle {
    return this.#guarded(kind, () => this.#context.callFunction(f, this.#context.undefined, ...args));
  }

  #guarded(kind: FailureKind, run: () => ReturnType<QuickJSContext["callFunction"]>): QuickJSHandle {
    this.#deadline.start();
    const result = run();
    this.#deadline.stop();
    if (result.error === undefined) return result.value;
    const thrown = result.error.consume((error) => this.#context.dump(error));
    throw this.#failure(kind, thrown);
  }

  #failure(kind: FailureKind, thrown: unknown): AllocatorFailure {
    const { name, message, stack } = describeThrown(thrown);
    const place = this.#placeInScript(stack);
    if (this.#interrupted) return guestFailure("timedOut", { text: this.#deadline.text, place, stack });
    // With no memory left for an error, what QuickJS throws is empty.
    const isEmpty = this.#memory.isExhausted && (thrown === null || message === "");
    const isMemory = isEmpty || (name === "InternalError" && message === "out of memory");
    if (isMemory) return guestFailure("outOfMemory", { text: "out of memory", place, stack });
    const text = name === "" ? message : `${name}: ${message}`;
    return guestFailure(kind, { text, place, stack });
  }

  /** The innermost line outside of the SDK: an error inside the SDK is the script's doing. */
  #placeInScript(stack: string): string | null {
    for (const [, file, line] of stack.matchAll(/^\s*at (?:.*\()?(.+?):(\d+)(?::\d+)?\)?$/gm)) {
      if (file !== undefined && !file.startsWith("workbench/")) return `${file}:${line}`;
    }
    return null;
  }
}

function loadModule(name: string): string | { error: Error } {
  if (name.startsWith(REFUSED)) return { error: new Error(name.slice(REFUSED.length)) };
  try {
    return readModule(name);
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
