import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AllocatorFailure } from "../../../allocator/failure.js";
import { PAGE_BYTES } from "../../wasm-memory.js";
import type { LuaExports, Pointer } from "./lua-exports.js";
import { WebAssembly } from "./web-assembly.js";

/** What C's longjmp throws here, through the JavaScript frames between: the value that wasmoon's own host throws. */
export const LONG_JUMP = Number.POSITIVE_INFINITY;

/** How much larger than before the memory becomes at least: Lua asks for it in pieces of 64 KiB. */
const GROWTH = 1.2;

const MOST_BYTES = 2 ** 31;

/** The memory of one VM. */
export interface LuaMemory {
  /** It may not become larger than this; null: than 2 GiB. */
  readonly mostBytes: number | null;
  /** More is asked for than there may be. */
  readonly refused: () => void;
}

/**
 * Lua 5.4 as wasmoon compiles it, without wasmoon's own host: the VM gets a host that has no files, no clock, no
 * environment and no processes, so that nothing could be reached whatever a script found in Lua.
 */
export function instantiateLua(memory: LuaMemory): LuaExports {
  const path = createRequire(import.meta.url).resolve("wasmoon/dist/glue.wasm");
  const module = new WebAssembly.Module(readFileSync(path));
  const host: Record<string, (...args: never[]) => unknown> = {};
  for (const { name } of WebAssembly.Module.imports(module)) {
    host[name] = () => {
      throw new Error(`Lua asked its host for ${name}`);
    };
  }
  const lua = () => exports;
  Object.assign(host, { ...controlFlow(lua), ...emptyWorld(lua), emscripten_resize_heap: growth(lua, memory) });
  const exports = new WebAssembly.Instance(module, { env: host, wasi_snapshot_preview1: host }).exports as LuaExports;
  exports.emscripten_stack_init();
  exports.__wasm_call_ctors();
  return exports;
}

/** C's setjmp and longjmp, with which Lua raises and catches its errors. */
function controlFlow(lua: () => LuaExports) {
  const functions: ((...args: number[]) => number)[] = [];
  return {
    invoke_vii(index: number, a: number, b: number): void {
      const { stackSave, stackRestore, setThrew, __indirect_function_table } = lua();
      const place = stackSave();
      try {
        // The table itself is slow to look into.
        functions[index] ??= __indirect_function_table.get(index);
        functions[index](a, b);
      } catch (error) {
        stackRestore(place);
        if (error !== LONG_JUMP) throw error;
        setThrew(1, 0);
      }
    },
    _emscripten_throw_longjmp(): never {
      throw LONG_JUMP;
    },
    // Errors are raised in protected calls, but for one: no memory for what the host itself pushes.
    abort(): never {
      throw new AllocatorFailure("outOfMemory", "the script's VM has no memory for what it is to be told");
    },
  };
}

/** A failed C call's return value. */
const FAILED = 8;

/** What the C library looks at when it starts: there is no environment, and it is always 1970. */
function emptyWorld(lua: () => LuaExports) {
  return {
    environ_sizes_get(count: Pointer, size: Pointer): number {
      const view = new DataView(lua().memory.buffer);
      view.setUint32(count, 0, true);
      view.setUint32(size, 0, true);
      return 0;
    },
    environ_get: () => 0,
    // Lua makes its seed for the hashes of strings from the time: this one makes `next` the same in every process.
    emscripten_date_now: () => 0,
    // Of a message before the end: the end itself is told.
    fd_write: () => FAILED,
  };
}

function growth(lua: () => LuaExports, { mostBytes, refused }: LuaMemory): (bytes: number) => number {
  const most = Math.min(mostBytes ?? MOST_BYTES, MOST_BYTES);
  return (asked) => {
    const { memory } = lua();
    const bytes = asked >>> 0;
    const { byteLength } = memory.buffer;
    const wanted = Math.max(bytes, Math.min(most, byteLength * GROWTH));
    if (bytes <= most) {
      try {
        memory.grow(Math.floor((wanted - byteLength + PAGE_BYTES - 1) / PAGE_BYTES));
        return 1;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    refused();
    return 0;
  };
}
