import type { AllocatorFailure, FailureKind } from "../../allocator/failure.js";
import { type GuestError, guestFailure, NOWHERE } from "../guest-failure.js";
import { readScript, type Script } from "../script.js";
import { LuaErrors } from "./lua-errors.js";
import { prepareSandbox } from "./lua-sandbox.js";
import type { LuaReference, LuaStack, LuaStatus } from "./lua-stack.js";
import type { LuaVm, OpenLuaVm } from "./lua-vm.js";
import { ScriptFiles } from "./script-files.js";
import { sourceText } from "./source-text.js";

/** Where the message handler lies. */
const HANDLER = 1;

const NO_LINE = { chunk: "", line: -1 };

/**
 * A script in a Lua VM of its own, with the SDK beside it, whatever it is used for. Between two calls the stack holds the
 * message handler and nothing else.
 */
export class LuaMachine {
  readonly vm: LuaVm;
  readonly #files: ScriptFiles;
  readonly #errors: LuaErrors;
  readonly #code: string;

  /** @throws AllocatorFailure when the script cannot be read */
  static async start(script: Script, open: OpenLuaVm): Promise<LuaMachine> {
    const code = sourceText(readScript(script.path));
    const files = new ScriptFiles(script.path);
    const errors = new LuaErrors(files);
    return new LuaMachine(await open(script, errors), script, { code, files, errors });
  }

  private constructor(
    vm: LuaVm,
    script: Script,
    { code, files, errors }: { code: string; files: ScriptFiles; errors: LuaErrors },
  ) {
    this.vm = vm;
    this.#files = files;
    this.#errors = errors;
    this.#code = code;
    vm.stack.pushFunction(errors.handle);
    prepareSandbox(vm, script, { files, noteError: errors.noteInCoroutine });
  }

  get stack(): LuaStack {
    return this.vm.stack;
  }

  /** What `require(name)` gives: the SDK, or a part of it. That is not the script's doing, and takes none of its time. */
  require(name: string): LuaReference {
    this.stack.pushGlobal("require");
    this.stack.pushText(name);
    const status = this.stack.protectedCall(1, 1, HANDLER);
    if (status !== "ok") throw this.#failure(status, "loadFailed");
    return this.stack.keep();
  }

  /**
   * Runs the script.
   * @returns what the script returns
   * @throws AllocatorFailure `loadFailed`, or one of a limit
   */
  load(): LuaReference {
    if (!this.stack.load(this.#code, this.#files.main)) {
      const place = this.#files.pathOf(this.#files.main) as string;
      throw guestFailure("loadFailed", { ...NOWHERE, place, text: this.#files.shown(this.stack.textAt(-1)) });
    }
    this.call(0, 1, "loadFailed");
    return this.stack.keep();
  }

  /**
   * Blames a method of an object for what goes wrong when no line of the script is being run: what it has returned is
   * looked at only afterwards.
   *
   * @throws AllocatorFailure when the script cannot give it
   */
  blame(object: LuaReference, method: string): void {
    this.stack.pushFunction((stack) => {
      stack.pushField(1, method);
      return 1;
    });
    this.stack.pushKept(object);
    this.call(1, 1, "loadFailed");
    const { chunk, line } = this.stack.typeAt(-1) === "function" ? this.stack.definition() : NO_LINE;
    const path = this.#files.pathOf(chunk);
    this.#errors.home = path === undefined ? null : `${path}:${line}`;
    this.clear();
  }

  /** Pushes a member of a table. */
  pushMember(table: LuaReference, name: string): void {
    this.stack.pushKept(table);
    this.stack.pushField(-1, name);
    this.stack.remove(-2);
  }

  /**
   * Calls the function on the stack with what lies above it.
   *
   * @param kind what it is called when it raises an error
   * @throws AllocatorFailure with the place in the script
   */
  call(args: number, results: number, kind: FailureKind = "threw"): void {
    const { stack, limits } = this.vm;
    if (limits.ending !== null) throw guestFailure(limits.ending.kind, { ...NOWHERE, text: limits.ending.text });
    this.#errors.forget();
    limits.startCall();
    const status = stack.protectedCall(args, results, HANDLER);
    limits.endCall();
    // What the script made of its end, and where its stack stands now, does not matter any more.
    if (limits.ending !== null) {
      const { kind, text } = limits.ending;
      throw guestFailure(kind, { ...(this.#errors.stop ?? NOWHERE), text });
    }
    if (status !== "ok") throw this.#failure(status, kind);
  }

  /** Clears the stack after a call. */
  clear(): void {
    this.stack.setTop(HANDLER);
  }

  #failure(status: LuaStatus, kind: FailureKind): AllocatorFailure {
    const error = this.#errors.last ?? this.#unnoted();
    this.clear();
    return this.#errors.isMemory(status, error)
      ? guestFailure("outOfMemory", { ...(this.#errors.hunger ?? NOWHERE), text: this.vm.limits.memoryText })
      : guestFailure(kind, error);
  }

  /** Without a note the handler did not run: the VM itself failed, such as in an error within error handling. */
  #unnoted(): GuestError {
    const isText = this.stack.typeAt(-1) === "string";
    return { ...NOWHERE, text: isText ? this.#files.shown(this.stack.textAt(-1)) : "an error within an error" };
  }
}
