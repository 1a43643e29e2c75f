import type { FailureKind } from "../../allocator/failure.js";
import type { ModuleScript } from "../module-script.js";
import type { Script } from "../script.js";
import { decodeFunction, encodeFunction } from "./fengari-codec.js";
import { FengariMachine, type LuaReference } from "./fengari-machine.js";

/** @throws AllocatorFailure */
export async function loadFengariModules(script: Script): Promise<ModuleScript> {
  return new FengariModuleScript(await FengariMachine.start(script));
}

/** A script with modules in fengari, behind the SDK's `guest(exports, encode, decode)`. */
class FengariModuleScript implements ModuleScript {
  readonly #machine: FengariMachine;
  readonly #dispatch: LuaReference;

  constructor(machine: FengariMachine) {
    const { lua } = machine.fengari;
    this.#machine = machine;
    const sdk = machine.require("workbench.modules");
    const exports = machine.load();
    machine.pushMember(sdk, "guest");
    machine.push(exports);
    lua.lua_pushcfunction(machine.L, encodeFunction(machine));
    lua.lua_pushcfunction(machine.L, decodeFunction(machine));
    machine.call(3, 1, "loadFailed");
    this.#dispatch = machine.keep();
  }

  dispatch(request: string, kind: FailureKind): string {
    const { fengari, L } = this.#machine;
    this.#machine.push(this.#dispatch);
    fengari.lua.lua_pushstring(L, fengari.to_luastring(request));
    this.#machine.call(1, 1, kind);
    const answer = this.#machine.textAt(-1);
    this.#machine.clear();
    return answer;
  }

  close(): void {}
}
