import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { type AllocatorScript, placeOf } from "../script.js";
import { pushData } from "./fengari-data.js";
import { FengariMachine, type LuaReference } from "./fengari-machine.js";

/** @throws AllocatorFailure */
export async function loadFengariAllocator(script: AllocatorScript): Promise<Guest> {
  const guest = new FengariAllocator(await FengariMachine.start(script));
  guest.load(script);
  return guest;
}

/** An allocator in fengari. The SDK's `guest(allocator)` gives the functions behind the methods here. */
class FengariAllocator implements Guest {
  readonly #machine: FengariMachine;
  readonly #functions = new Map<string, LuaReference>();
  #guest: LuaReference = 0;
  #input: LuaReference = 0;

  constructor(machine: FengariMachine) {
    this.#machine = machine;
  }

  load(script: AllocatorScript): void {
    const machine = this.#machine;
    const { lua } = machine.fengari;
    const sdk = machine.require("workbench");
    const allocator = this.#find(machine.load(), script);
    machine.pushMember(sdk, "guest");
    machine.push(allocator);
    machine.call(1, 1, "loadFailed");
    this.#guest = machine.keep();
    for (const method of ["setup", "add_resource_keys", "decide"]) {
      machine.pushMember(this.#guest, method);
      this.#functions.set(method, machine.keep());
    }
    lua.lua_createtable(machine.L, 1024, 0);
    this.#input = machine.keep();
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    const machine = this.#machine;
    this.#pushFunction("setup");
    pushData(machine.fengari, machine.L, setup);
    machine.call(1, 1);
    return this.#takeList() as ExtraTrigger[];
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#pushFunction("add_resource_keys");
    pushData(this.#machine.fengari, this.#machine.L, keys);
    this.#machine.call(1, 0);
  }

  decide(input: Float64Array): Float64Array {
    const { lua } = this.#machine.fengari;
    const { L } = this.#machine;
    this.#pushFunction("decide");
    this.#machine.push(this.#input);
    for (let i = 0; i < input.length; i++) {
      lua.lua_pushnumber(L, input[i] as number);
      lua.lua_rawseti(L, -2, i + 1);
    }
    lua.lua_pushnumber(L, input.length);
    this.#machine.call(2, 2);
    const output = new Float64Array(lua.lua_tonumber(L, -1));
    for (let i = 0; i < output.length; i++) {
      lua.lua_rawgeti(L, -2, i + 1);
      output[i] = lua.lua_tonumber(L, -1);
      lua.lua_pop(L, 1);
    }
    this.#machine.clear();
    return output;
  }

  takeTexts(): readonly string[] {
    this.#machine.pushMember(this.#guest, "take_texts");
    this.#machine.call(0, 1);
    return this.#takeList();
  }

  close(): void {
    this.#functions.clear();
  }

  #find(exports: LuaReference, { path, module }: AllocatorScript): LuaReference {
    const machine = this.#machine;
    const { lua } = machine.fengari;
    machine.pushMember(machine.require("workbench.modules"), "allocator_in");
    machine.push(exports);
    pushData(machine.fengari, machine.L, module);
    machine.call(2, 2, "loadFailed");
    if (lua.lua_type(machine.L, -2) === lua.LUA_TNIL) {
      throw new AllocatorFailure("loadFailed", `${placeOf(path, module)}: ${machine.textAt(-1)}`);
    }
    lua.lua_pop(machine.L, 1);
    return machine.keep();
  }

  /** The list of texts that a call gave. */
  #takeList(): string[] {
    const machine = this.#machine;
    const { lua } = machine.fengari;
    const texts: string[] = [];
    for (let i = 1; i <= lua.lua_rawlen(machine.L, -1); i++) {
      lua.lua_rawgeti(machine.L, -1, i);
      texts.push(machine.textAt(-1));
      lua.lua_pop(machine.L, 1);
    }
    machine.clear();
    return texts;
  }

  #pushFunction(method: string): void {
    this.#machine.push(this.#functions.get(method) as LuaReference);
  }
}
