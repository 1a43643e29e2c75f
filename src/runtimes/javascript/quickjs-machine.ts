import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import { AllocatorFailure, type FailureKind } from "../../allocator/failure.js";
import { randomStream } from "../../base/random.js";
import { guestFailure, NOWHERE } from "../guest-failure.js";
import type { Script } from "../script.js";
import { FIND_ENTRY } from "./image/own-modules.js";
import { readImage } from "./image/quickjs-image.js";
import { startQuickJs } from "./image/start-quickjs.js";
import { QuickJsLimits } from "./quickjs-limits.js";
import { QuickJsMemory } from "./quickjs-memory.js";
import { ScriptFiles } from "./script-files.js";
import { SharedDoubles } from "./shared-doubles.js";

/**
 * What QuickJS can bear. It counts what is on its own stack, and of the host's stack each of its functions takes some 4
 * times as much, its parser 27 times: 7000 KiB, which is what a run's process has, are enough for all of it.
 */
const MOST_STACK_BYTES = 256 * 1024;

/** A refused import travels from the resolver to the loader as a module name, since QuickJS drops the resolver's message. */
const REFUSED = "refused:";

/** What the random numbers are for: names their stream. */
const RANDOM_PURPOSE = "javascript: random numbers";

const JOBS_PER_CHECK = 100;

const OUT_OF_MEMORY = "out of memory";

/** All that QuickJS says of a misspelt method. */
const NOT_A_FUNCTION = "not a function";

const LEFT_BEHIND = "a call is over when it returns, and this one left work behind in a promise: it may not be async";

type Result = ReturnType<QuickJSContext["callFunction"]>;

/**
 * A script in a QuickJS of its own, with the SDK beside it, whatever it is used for. It goes as a whole with the WebAssembly
 * instance that it lives in: to dismantle a broken one would abort it.
 */
export class QuickJsMachine {
  readonly context: QuickJSContext;
  readonly #script: Script;
  readonly #files: ScriptFiles;
  readonly #code: string;
  readonly #runtime: QuickJSRuntime;
  readonly #limits: QuickJsLimits;
  readonly #memory: QuickJsMemory;
  /** What was said of imports that cannot be: each names its place itself. */
  readonly #refusals = new Set<string>();
  /** Why the virtual machine is of no use any more. */
  #broken: string | null = null;

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script): Promise<QuickJsMachine> {
    const files = new ScriptFiles(script.path);
    const code = files.readMain();
    const memory = new QuickJsMemory(script.limits.memoryBytes);
    const context = await startQuickJs(readImage(), memory.memory);
    return new QuickJsMachine(context, { script, files, code, memory });
  }

  private constructor(
    context: QuickJSContext,
    parts: {
      readonly script: Script;
      readonly files: ScriptFiles;
      readonly code: string;
      readonly memory: QuickJsMemory;
    },
  ) {
    const { script, files, code, memory } = parts;
    const { runtime } = context;
    this.context = context;
    this.#script = script;
    this.#files = files;
    this.#code = code;
    this.#memory = memory;
    this.#runtime = runtime;
    this.#limits = new QuickJsLimits(script);
    runtime.setMemoryLimit(script.limits.memoryBytes ?? -1);
    runtime.setMaxStackSize(Math.min(script.limits.stackBytes ?? MOST_STACK_BYTES, MOST_STACK_BYTES));
    runtime.setInterruptHandler(() => this.#limits.check());
    runtime.setModuleLoader(
      (name) => this.#loadImport(name),
      (importer, request) => this.#resolveImport(importer, request),
    );
  }

  /**
   * Runs the script.
   *
   * @param use gets the namespaces of the guest's entry and of the script; both are valid only during the call
   * @throws AllocatorFailure `loadFailed`, or one of a limit
   */
  load<T>(use: (entry: QuickJSHandle, script: QuickJSHandle) => T): T {
    const found = this.context.evalCode(FIND_ENTRY.code, FIND_ENTRY.name, { type: "module" });
    const entry = this.context.unwrapResult(found);
    return entry.consume(() => {
      this.#prepareWorld(entry);
      return this.#evaluate(this.#code, this.#files.main).consume((script) => use(entry, script));
    });
  }

  /**
   * Calls a function of the machine.
   *
   * @param kind what it is called when it throws
   * @throws AllocatorFailure with the place in the script
   */
  call(f: QuickJSHandle, args: QuickJSHandle[], kind: FailureKind = "threw"): QuickJSHandle {
    const answer = this.#guarded(kind, () => this.context.callFunction(f, this.context.undefined, ...args));
    if (!this.#runtime.hasPendingJob()) return answer;
    answer.dispose();
    this.#runJobs(kind);
    throw guestFailure(kind, { ...NOWHERE, text: LEFT_BEHIND });
  }

  /** Calls a function that takes a text and gives one, or nothing. */
  callWithText(f: QuickJSHandle, text: string, kind: FailureKind = "threw"): string {
    return this.context
      .newString(text)
      .consume((handle) => this.call(f, [handle], kind))
      .consume((answer) => this.context.getString(answer));
  }

  /** Doubles in the guest's memory. @throws AllocatorFailure when it has no more */
  share(length: number): SharedDoubles {
    return new SharedDoubles(this.context, this.#memory, length);
  }

  #prepareWorld(entry: QuickJSHandle): void {
    const { context } = this;
    const random = randomStream(this.#script.seed, RANDOM_PURPOSE);
    const print = context.newFunction("print", (line) => this.#script.output.print(context.getString(line)));
    const next = context.newFunction("random", () => context.newNumber(random()));
    context.getProp(entry, "prepareWorld").consume((prepare) => this.call(prepare, [print, next]).dispose());
    for (const handle of [print, next]) handle.dispose();
  }

  #resolveImport(importer: string, request: string): string {
    try {
      return this.#files.resolve(importer, request);
    } catch (error) {
      return `${REFUSED}${(error as Error).message}`;
    }
  }

  #loadImport(name: string): string | { error: Error } {
    try {
      if (name.startsWith(REFUSED)) throw new Error(name.slice(REFUSED.length));
      return this.#files.read(name);
    } catch (error) {
      const { message } = error as Error;
      this.#refusals.add(message);
      return { error: new Error(message) };
    }
  }

  /** Runs a module. @returns its namespace */
  #evaluate(code: string, name: string): QuickJSHandle {
    const module = this.#guarded("loadFailed", () => this.context.evalCode(code, name, { type: "module" }));
    this.#runJobs("loadFailed");
    const state = this.context.getPromiseState(module);
    // Where the module awaits something at top level, there is a promise of its namespace.
    if (state.type === "fulfilled") return state.notAPromise ? module : state.value;
    if (state.type === "rejected") throw this.#failure("loadFailed", state.error);
    throw new AllocatorFailure("loadFailed", `${this.#files.shown(name)}: a script may not await at top level`);
  }

  /**
   * What promises have put off. To stop a job only rejects its promise, and another one goes on from there: so between a
   * few of them it is looked at whether they may go on.
   */
  #runJobs(kind: FailureKind): void {
    this.#bounded(kind, () => {
      while (this.#limits.exceeded === null && this.#runtime.hasPendingJob()) {
        this.#runtime.executePendingJobs(JOBS_PER_CHECK).dispose();
        this.#limits.check();
      }
    });
    this.#throwIfExceeded();
  }

  #guarded(kind: FailureKind, run: () => Result): QuickJSHandle {
    // Stopped where it stood, its state is of no use: a short call would go unnoticed.
    this.#throwIfExceeded();
    if (this.#broken !== null) throw guestFailure(kind, { ...NOWHERE, text: this.#broken });
    const result = this.#bounded(kind, run);
    if (result.error !== undefined) throw result.error.consume((thrown) => this.#failure(kind, thrown));
    this.#throwIfExceeded();
    if (this.#isLost(result.value)) throw guestFailure("outOfMemory", { ...NOWHERE, text: OUT_OF_MEMORY });
    return result.value;
  }

  /**
   * Whether there was no memory for the few bytes in which a result, or what was thrown instead of it, comes over: it has no
   * address then, or still says that there is something thrown, of which QuickJS knows no type. Neither is told as an error.
   */
  #isLost(result: QuickJSHandle): boolean {
    return this.#memory.isExhausted && ((result.value as number) === 0 || this.context.typeof(result) === "unknown");
  }

  /** Lets the virtual machine run, within the limits. */
  #bounded<T>(kind: FailureKind, run: () => T): T {
    this.#limits.startCall();
    try {
      return run();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The host's stack was full before the guest's was, and the virtual machine was left in the middle of something.
      this.#broken = "RangeError: the stack of the virtual machine itself is full";
      throw guestFailure(kind, { ...NOWHERE, text: this.#broken });
    } finally {
      this.#limits.endCall();
    }
  }

  #throwIfExceeded(): void {
    const { exceeded } = this.#limits;
    if (exceeded !== null) throw guestFailure(exceeded.kind, { ...NOWHERE, text: exceeded.text });
  }

  #failure(kind: FailureKind, thrown: QuickJSHandle): AllocatorFailure {
    // What was thrown may be a script's own object, which may do anything when it is looked at.
    const { name, message, stack } = describeThrown(this.#bounded(kind, () => this.context.dump(thrown)));
    const place = this.#files.placeIn(stack);
    const failure = (kind: FailureKind, text: string) =>
      guestFailure(kind, { text, place, stack: this.#files.shownStack(stack) });
    const { exceeded } = this.#limits;
    if (exceeded !== null) return failure(exceeded.kind, exceeded.text);
    if (this.#refusals.has(message)) return new AllocatorFailure(kind, message);
    const placed = this.#files.withImportPlace(message);
    if (placed !== message) return new AllocatorFailure(kind, placed);
    // With no memory left for an error, what QuickJS throws is empty.
    const isEmpty = this.#memory.isExhausted && (message === "null" || message === "");
    if (isEmpty || (name === "InternalError" && message === OUT_OF_MEMORY)) {
      return failure("outOfMemory", OUT_OF_MEMORY);
    }
    const said = name === "" ? message : `${name}: ${message}`;
    return failure(kind, message === NOT_A_FUNCTION ? said + this.#files.quoted(place) : said);
  }
}

function describeThrown(thrown: unknown): { name: string; message: string; stack: string } {
  if (typeof thrown !== "object" || thrown === null) return { name: "", message: String(thrown), stack: "" };
  const { name, message, stack } = thrown as { name?: unknown; message?: unknown; stack?: unknown };
  if (typeof message !== "string") return { name: "", message: JSON.stringify(thrown), stack: "" };
  return { name: String(name ?? "Error"), message, stack: String(stack ?? "") };
}
