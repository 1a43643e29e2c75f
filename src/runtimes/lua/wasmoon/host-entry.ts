import type { LuaState, Pointer } from "./lua-exports.js";
import { type WasmTable, WebAssembly } from "./web-assembly.js";

/**
 * A WebAssembly module that hands its two imports on as exports, which gives JavaScript functions the types that C calls
 * them by. As text:
 *
 *   (module
 *     (type (func (param i32) (result i32)))
 *     (type (func (param i32 i32)))
 *     (import "host" "call" (func (type 0)))
 *     (import "host" "hook" (func (type 1)))
 *     (export "call" (func 0))
 *     (export "hook" (func 1)))
 */
const ENTRY = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(0x01, [0x02, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x60, 0x02, 0x7f, 0x7f, 0x00]),
  ...section(0x02, [0x02, ...name("host"), ...name("call"), 0x00, 0x00, ...name("host"), ...name("hook"), 0x00, 0x01]),
  ...section(0x07, [0x02, ...name("call"), 0x00, 0x00, ...name("hook"), 0x00, 0x01]),
);

function section(id: number, content: readonly number[]): number[] {
  return [id, content.length, ...content];
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}

export interface HostEntry {
  /** A lua_CFunction. */
  readonly call: (L: LuaState) => number;
  /** A lua_Hook. */
  readonly hook: (L: LuaState, record: Pointer) => void;
}

/** Makes functions of the host known to C. @returns their addresses there */
export function enterHost(table: WasmTable, host: HostEntry): { readonly call: Pointer; readonly hook: Pointer } {
  const module = new WebAssembly.Module(ENTRY);
  const exports = new WebAssembly.Instance(module, { host: { ...host } }).exports as HostEntry;
  const call = table.grow(2);
  table.set(call, exports.call);
  table.set(call + 1, exports.hook);
  return { call, hook: call + 1 };
}
