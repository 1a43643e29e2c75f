import type { QuickJSHandle } from "quickjs-emscripten-core";
import { EXTRA_TRIGGERS, type ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { isTextList, readAnswer } from "../guest-answer.js";
import { type AllocatorScript, placeOf } from "../script.js";
import { type InboxFunctions, QuickJsInbox } from "./quickjs-inbox.js";
import { QuickJsMachine } from "./quickjs-machine.js";

/** @throws AllocatorFailure */
export async function loadQuickJsAllocator(script: AllocatorScript): Promise<Guest> {
  const guest = new QuickJsAllocator(await QuickJsMachine.start(script));
  guest.load(script);
  return guest;
}

/** Of what the guest's `startAllocator` gives. */
const FUNCTIONS = ["setup", "addResourceKeys", "takeTexts", "openInbox", "decide", "takeAnswer"];

/** An allocator in QuickJS, behind the SDK's ScriptGuest. */
class QuickJsAllocator implements Guest {
  readonly #machine: QuickJsMachine;
  readonly #functions = new Map<string, QuickJSHandle>();
  #inbox: QuickJsInbox | null = null;

  constructor(machine: QuickJsMachine) {
    this.#machine = machine;
  }

  load(script: AllocatorScript): void {
    const { context } = this.#machine;
    this.#machine.load((entry, exports) => {
      const start = context.getProp(entry, "startAllocator");
      const allocator = this.#find(entry, exports, script);
      this.#machine.call(start, [allocator], "loadFailed").consume((guest) => {
        for (const name of FUNCTIONS) this.#functions.set(name, context.getProp(guest, name));
      });
      for (const handle of [allocator, start]) handle.dispose();
    });
    const inbox = Object.fromEntries(this.#functions) as unknown as InboxFunctions;
    this.#inbox = new QuickJsInbox(this.#machine, inbox, script.output);
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    return readAnswer(this.#machine.callWithText(this.#function("setup"), JSON.stringify(setup)), isTriggers);
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#machine.callWithText(this.#function("addResourceKeys"), JSON.stringify(keys));
  }

  decide(input: Float64Array): Float64Array {
    return (this.#inbox as QuickJsInbox).decide(input);
  }

  takeTexts(): readonly string[] {
    return readAnswer(this.#machine.callWithText(this.#function("takeTexts"), ""), isTextList);
  }

  close(): void {
    this.#functions.clear();
  }

  #find(entry: QuickJSHandle, exports: QuickJSHandle, { path, module }: AllocatorScript): QuickJSHandle {
    const { context } = this.#machine;
    const find = context.getProp(entry, "findAllocator");
    const json = context.newString(JSON.stringify(module));
    const found = this.#machine.call(find, [exports, json], "loadFailed");
    for (const handle of [find, json]) handle.dispose();
    if (context.typeof(found) !== "string") return found;
    throw new AllocatorFailure("loadFailed", `${placeOf(path, module)}: ${context.getString(found)}`);
  }

  #function(name: string): QuickJSHandle {
    return this.#functions.get(name) as QuickJSHandle;
  }
}

function isTriggers(answer: unknown): answer is readonly ExtraTrigger[] {
  return isTextList(answer) && answer.every((name) => EXTRA_TRIGGERS.includes(name as ExtraTrigger));
}
