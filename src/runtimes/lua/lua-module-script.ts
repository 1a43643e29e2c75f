import type { FailureKind } from "../../allocator/failure.js";
import type { ModuleScript } from "../module-script.js";
import type { Script, TestHost } from "../script.js";
import { decode, encodeFunction } from "./lua-codec.js";
import { LuaMachine } from "./lua-machine.js";
import type { HostFunction, LuaReference } from "./lua-stack.js";
import type { OpenLuaVm } from "./lua-vm.js";

/** @throws AllocatorFailure */
export async function loadModuleScript(script: Script, open: OpenLuaVm): Promise<ModuleScript> {
  return new LuaModuleScript(await LuaMachine.start(script, open), script);
}

/** A script with modules in a Lua VM, behind the SDK's `guest(exports, encode, decode, test_host)`. */
class LuaModuleScript implements ModuleScript {
  readonly #machine: LuaMachine;
  readonly #dispatch: LuaReference;

  constructor(machine: LuaMachine, { output, testHost }: Script) {
    const { stack, limits } = machine.vm;
    this.#machine = machine;
    const sdk = machine.require("workbench.modules");
    const exports = machine.load();
    machine.pushMember(sdk, "guest");
    stack.pushKept(exports);
    stack.pushFunction(encodeFunction(limits, output));
    stack.pushFunction(decode);
    if (testHost === undefined) stack.pushNil();
    else stack.pushFunction(answering(testHost));
    machine.call(4, 1, "loadFailed");
    this.#dispatch = stack.keep();
  }

  dispatch(request: string, kind: FailureKind): string {
    const { stack } = this.#machine;
    stack.pushKept(this.#dispatch);
    stack.pushText(request);
    this.#machine.call(1, 1, kind);
    const answer = stack.textAt(-1);
    this.#machine.clear();
    return answer;
  }

  close(): void {}
}

function answering(testHost: TestHost): HostFunction {
  return (stack) => {
    stack.pushText(testHost(stack.checkText(1)));
    return 1;
  };
}
