import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import type { GuestOutput } from "../guest-output.js";
import { type AllocatorScript, placeOf } from "../script.js";
import { pushData } from "./lua-data.js";
import { LuaInbox } from "./lua-inbox.js";
import { LuaMachine } from "./lua-machine.js";
import type { LuaReference } from "./lua-stack.js";
import type { OpenLuaVm } from "./lua-vm.js";

/** @throws AllocatorFailure */
export async function loadLuaAllocator(script: AllocatorScript, open: OpenLuaVm): Promise<Guest> {
  const guest = new LuaAllocator(await LuaMachine.start(script, open), script.output);
  guest.load(script);
  return guest;
}

/** An allocator in a Lua VM. The SDK's `workbench.script_guest` gives the functions behind the methods here. */
class LuaAllocator implements Guest {
  readonly #machine: LuaMachine;
  readonly #inbox: LuaInbox;
  readonly #functions = new Map<string, LuaReference>();
  #guest: LuaReference = 0;

  constructor(machine: LuaMachine, output: GuestOutput) {
    this.#machine = machine;
    this.#inbox = new LuaInbox(machine, output);
  }

  load(script: AllocatorScript): void {
    const machine = this.#machine;
    const { stack } = machine;
    const startGuest = machine.require("workbench.script_guest");
    const allocator = this.#find(machine.load(), script);
    machine.blame(allocator, "decide");
    stack.pushKept(startGuest);
    stack.pushKept(allocator);
    machine.call(1, 1, "loadFailed");
    this.#guest = stack.keep();
    for (const method of ["setup", "add_resource_keys", "decide"]) {
      machine.pushMember(this.#guest, method);
      this.#functions.set(method, stack.keep());
    }
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    const { stack } = this.#machine;
    this.#pushFunction("setup");
    pushData(stack, setup);
    this.#machine.call(1, 1);
    return this.#takeTextList() as ExtraTrigger[];
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#pushFunction("add_resource_keys");
    pushData(this.#machine.stack, keys);
    this.#machine.call(1, 0);
  }

  decide(input: Float64Array): Float64Array {
    return this.#inbox.decide(this.#functions.get("decide") as LuaReference, input);
  }

  takeTexts(): readonly string[] {
    this.#machine.pushMember(this.#guest, "take_texts");
    this.#machine.call(0, 1);
    return this.#takeTextList();
  }

  close(): void {
    this.#functions.clear();
  }

  #find(exports: LuaReference, { path, module }: AllocatorScript): LuaReference {
    const machine = this.#machine;
    const { stack } = machine;
    machine.pushMember(machine.require("workbench.modules"), "allocator_in");
    stack.pushKept(exports);
    pushData(stack, module);
    machine.call(2, 2, "loadFailed");
    if (stack.typeAt(-2) === "nil") {
      throw new AllocatorFailure("loadFailed", `${placeOf(path, module)}: ${stack.textAt(-1)}`);
    }
    stack.pop(1);
    return stack.keep();
  }

  /** The list of texts that a call gave. */
  #takeTextList(): string[] {
    const { stack } = this.#machine;
    const texts: string[] = [];
    for (let i = 1; i <= stack.rawLength(-1); i++) {
      stack.pushItem(-1, i);
      texts.push(stack.textAt(-1));
      stack.pop(1);
    }
    this.#machine.clear();
    return texts;
  }

  #pushFunction(method: string): void {
    this.#machine.stack.pushKept(this.#functions.get(method) as LuaReference);
  }
}
