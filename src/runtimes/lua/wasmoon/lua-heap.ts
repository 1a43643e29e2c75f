import type { LuaExports, Pointer } from "./lua-exports.js";
import type { WasmMemory } from "./web-assembly.js";

const SCRATCH_BYTES = 64 * 1024;

/** Room for one number of C's, at the beginning of the scratch space. */
const NUMBER_BYTES = 8;

/** A lua_Debug, of which these fields are read. */
const RECORD_BYTES = 128;
const RECORD = { source: 16, sourceLength: 20, currentLine: 24, lineDefined: 28 } as const;

/** Texts and records in the memory of a VM. */
export class LuaHeap {
  readonly #lua: LuaExports;
  readonly #memory: WasmMemory;
  readonly #names = new Map<string, Pointer>();
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #scratch: Pointer;
  /** Where C puts the length of a text that it gives. */
  readonly length: Pointer;
  /** Where C describes a function that is being called. */
  readonly record: Pointer;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(lua: LuaExports) {
    this.#lua = lua;
    this.#memory = lua.memory;
    this.length = lua.malloc(NUMBER_BYTES + RECORD_BYTES + SCRATCH_BYTES);
    this.record = this.length + NUMBER_BYTES;
    this.#scratch = this.record + RECORD_BYTES;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }

  /** The address of a name that the host uses again and again. */
  name(text: string): Pointer {
    let pointer = this.#names.get(text);
    if (pointer === undefined) {
      const bytes = this.#encoder.encode(`${text}\0`);
      pointer = this.#lua.malloc(bytes.length);
      this.#lookAgain();
      this.#bytes.set(bytes, pointer);
      this.#names.set(text, pointer);
    }
    return pointer;
  }

  /** Lends out a text's bytes for the time of a call. */
  lend<T>(text: string, use: (bytes: Pointer, length: number) => T): T {
    if (text.length * 3 <= SCRATCH_BYTES) {
      this.#lookAgain();
      const space = this.#bytes.subarray(this.#scratch, this.#scratch + SCRATCH_BYTES);
      return use(this.#scratch, this.#encoder.encodeInto(text, space).written);
    }
    return this.lendBytes(this.#encoder.encode(text), use);
  }

  /** Lends out bytes for the time of a call. */
  lendBytes<T>(bytes: Uint8Array, use: (bytes: Pointer, length: number) => T): T {
    const pointer = this.#lua.malloc(bytes.length);
    this.#lookAgain();
    this.#bytes.set(bytes, pointer);
    try {
      return use(pointer, bytes.length);
    } finally {
      this.#lua.free(pointer);
    }
  }

  /** The text that C has just given, with its length in its place. */
  text(bytes: Pointer): string {
    return this.#text(bytes, this.length);
  }

  /** What C has said of a function in the record. */
  function(): { chunk: string; currentLine: number; lineDefined: number } {
    this.#lookAgain();
    const source = this.#text(
      this.#view.getUint32(this.record + RECORD.source, true),
      this.record + RECORD.sourceLength,
    );
    return {
      chunk: source.replace(/^[@=]/, ""),
      currentLine: this.#view.getInt32(this.record + RECORD.currentLine, true),
      lineDefined: this.#view.getInt32(this.record + RECORD.lineDefined, true),
    };
  }

  #text(bytes: Pointer, lengthAt: Pointer): string {
    if (bytes === 0) return "";
    this.#lookAgain();
    const length = this.#view.getUint32(lengthAt, true);
    return this.#decoder.decode(this.#bytes.subarray(bytes, bytes + length));
  }

  /** When memory has grown the views of what it was are empty. */
  #lookAgain(): void {
    if (this.#bytes.length > 0) return;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
