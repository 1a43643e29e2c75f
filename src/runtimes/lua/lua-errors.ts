import type { GuestError } from "../guest-failure.js";
import { DataDefect, DataReader } from "./lua-data.js";
import type { HostFunction, LuaStack, LuaStatus } from "./lua-stack.js";
import type { LuaWitness } from "./lua-vm.js";
import type { ScriptFiles } from "./script-files.js";

/** Where and how the script of one machine went wrong, noted while its stack still stood. */
export class LuaErrors implements LuaWitness {
  readonly #files: ScriptFiles;
  /** What is blamed when no line of the script is being run: where the host's calls arrive. */
  home: string | null = null;
  #last: GuestError | null = null;
  #inCoroutine: GuestError | null = null;
  #stop: GuestError | null = null;
  #hunger: GuestError | null = null;

  constructor(files: ScriptFiles) {
    this.#files = files;
  }

  /** Of the call's own error. */
  get last(): GuestError | null {
    return this.#last;
  }

  /** Where a limit ended the script. */
  get stop(): GuestError | null {
    return this.#stop;
  }

  /** Where memory was asked for that there was not. */
  get hunger(): GuestError | null {
    return this.#hunger;
  }

  /** A new call begins. */
  forget(): void {
    this.#last = null;
    this.#inCoroutine = null;
    this.#stop = null;
    this.#hunger = null;
  }

  /** The message handler of a protected call. */
  readonly handle: HostFunction = (stack) => {
    this.#last = this.#note(stack, describeError(stack, 1), { level: 1, of: stack });
    stack.setTop(1);
    return 1;
  };

  /** `note_error(thread, error)`: what has ended a coroutine, whose stack is lost when the error goes on. */
  readonly noteInCoroutine: HostFunction = (stack) => {
    this.#inCoroutine = this.#note(stack, describeError(stack, 2), { level: 0, of: stack.threadAt(1) });
    return 0;
  };

  stopped(stack: LuaStack): void {
    this.#stop = this.#note(stack, "", { level: 0, of: stack });
  }

  starved(stack: LuaStack): void {
    this.#hunger = { text: "", place: this.#placeInScript(stack), stack: "" };
  }

  /** Whether the call failed for want of memory: a coroutine that ends so hands on an error like any other. */
  isMemory(status: LuaStatus, { text }: GuestError): boolean {
    return status === "outOfMemory" || (this.#hunger !== null && text.endsWith("not enough memory"));
  }

  #note(stack: LuaStack, message: string, { level, of }: { level: number; of: LuaStack }): GuestError {
    const text = this.#files.shown(withoutOwnLine(message));
    const trace = this.#files.shown(stack.traceback(level, of));
    const place = this.#files.placeIn(message) ?? this.#placeInScript(of);
    const inner = this.#inCoroutine?.text === text ? this.#inCoroutine : null;
    if (inner === null) return { text, place, stack: trace };
    return { text, place: inner.place ?? place, stack: `${inner.stack}\n${trace}` };
  }

  /** The innermost line of the script's own files: an error inside the SDK is the script's doing. */
  #placeInScript(stack: LuaStack): string | null {
    for (let level = 0; ; level++) {
      const frame = stack.frame(level);
      if (frame === null) return this.home;
      const path = this.#files.pathOf(frame.chunk);
      if (path !== undefined && frame.line > 0) return `${path}:${frame.line}`;
    }
  }
}

/** What the prelude and the SDK raise is told as Lua's own functions tell it: without a place. */
const OWN_LINE = /^\[(?:lua|workbench[\w.]*)\]:\d+: /;
/** `cluster.offer(...)` in place of `cluster:offer(...)` */
const WITHOUT_SELF = /^attempt to index an? \S+ value \(local 'self'\)$/;

function withoutOwnLine(message: string): string {
  const text = message.replace(OWN_LINE, "");
  const isDot = text !== message && WITHOUT_SELF.test(text);
  return isDot ? `${text}: a method is called with a colon, as in cluster:subscriptions()` : text;
}

/** Of an error that is a table, the message shows this much. */
const MOST_CHARACTERS = 200;
const MOST_VALUES = 50;

/** An error is a text as a rule, but may be any value. */
function describeError(stack: LuaStack, index: number): string {
  if (stack.typeAt(index) !== "table") return stack.describe(index);
  if (stack.pushMetafield(index, "__tostring")) {
    stack.pop(1);
    return stack.describe(index);
  }
  return describeTable(stack, index);
}

function describeTable(stack: LuaStack, index: number): string {
  let values = 0;
  const look = () => {
    if (++values > MOST_VALUES) throw new DataDefect("too many values");
  };
  const { top } = stack;
  try {
    return `the error is a table: ${JSON.stringify(new DataReader(stack, null, look).read(index)).slice(0, MOST_CHARACTERS)}`;
  } catch (error) {
    if (!(error instanceof DataDefect)) throw error;
    stack.setTop(top);
    return "the error is a table";
  }
}
