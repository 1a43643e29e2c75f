import type { Script } from "../../script.js";
import type { LuaVm, LuaWitness } from "../lua-vm.js";
import { enterHost } from "./host-entry.js";
import { HostFunctions } from "./host-functions.js";
import { instantiateLua } from "./instantiate-lua.js";
import type { LuaExports, LuaState } from "./lua-exports.js";
import { LuaHeap } from "./lua-heap.js";
import { TableNumbers } from "./table-numbers.js";
import { WasmoonLimits } from "./wasmoon-limits.js";
import { REGISTRY, type StackWorld, WasmoonStack } from "./wasmoon-stack.js";

/** LUA_MASKCOUNT */
const COUNT = 8;

/** Opens wasmoon's Lua: Lua 5.4 in WebAssembly, with integers of 64 bits. */
export async function openWasmoon(script: Script, witness: LuaWitness): Promise<LuaVm> {
  const lua = instantiateLua({ mostBytes: script.limits.memoryBytes, refused: () => witness.starved(main) });
  const L = lua.luaL_newstate();
  const heap = new LuaHeap(lua);
  openLibraries(lua, heap, L);
  const stackOf = (thread: LuaState) => (thread === L ? main : new WasmoonStack(world, thread));
  const functions = new HostFunctions(lua, stackOf);
  const entry = enterHost(lua.__indirect_function_table, {
    call: functions.call,
    hook: (thread) => watch.step(stackOf(thread)),
  });
  const watch = new WasmoonLimits(script, witness, (steps) => lua.lua_sethook(L, entry.hook, COUNT, steps));
  const world: StackWorld = {
    lua,
    heap,
    numbers: new TableNumbers(lua, L),
    pushFunction: (thread, f) => functions.push(thread, f, entry.call),
    guard: watch.guard,
  };
  const main = new WasmoonStack(world, L);
  return { engine: "wasmoon", stack: main, limits: watch };
}

/** No io, os, debug or package: a script computes and prints. */
const LIBRARIES = ["coroutine", "math", "string", "table", "utf8"] as const;

/** In this table of the registry Lua looks for the names of functions in its messages. */
const NAMES = "_LOADED";

function openLibraries(lua: LuaExports, heap: LuaHeap, L: LuaState): void {
  lua.lua_createtable(L, 0, LIBRARIES.length);
  lua.luaopen_base(L);
  lua.lua_setfield(L, 1, heap.name("_G"));
  for (const library of LIBRARIES) {
    lua[`luaopen_${library}`](L);
    lua.lua_pushvalue(L, -1);
    lua.lua_setglobal(L, heap.name(library));
    lua.lua_setfield(L, 1, heap.name(library));
  }
  lua.lua_setfield(L, REGISTRY, heap.name(NAMES));
  lua.lua_settop(L, 0);
}
