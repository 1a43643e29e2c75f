/** A WebAssembly memory. TypeScript declares WebAssembly with the browser's types only. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** By pages of 64 KiB. @throws RangeError when there is no more */
  grow(pages: number): number;
}

interface WasmMemoryClass {
  new (pages: { initial: number; maximum: number }): WasmMemory;
  readonly prototype: WasmMemory;
}

export const { Memory: WasmMemory } = (globalThis as unknown as { WebAssembly: { Memory: WasmMemoryClass } })
  .WebAssembly;

export const PAGE_BYTES = 65_536;
