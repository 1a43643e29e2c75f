import type { WasmMemory } from "../../wasm-memory.js";

/** The part of WebAssembly that is used here. TypeScript declares it with the browser's types only. */
interface WebAssemblyApi {
  readonly Module: {
    new (bytes: Uint8Array): WasmModule;
    imports(module: WasmModule): readonly { readonly module: string; readonly name: string }[];
  };
  readonly Instance: new (module: WasmModule, imports: WasmImports) => { readonly exports: unknown };
}

/** Compiled code. */
export type WasmModule = object;

export type WasmImports = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => unknown>>>>;

/** A table of functions: C's function pointers are places in it. */
export interface WasmTable {
  readonly length: number;
  get(index: number): (...args: number[]) => number;
  set(index: number, f: unknown): void;
  grow(count: number): number;
}

export type { WasmMemory };

export const WebAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
