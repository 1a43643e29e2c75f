import type { HostFunction, LuaFrame, LuaReference, LuaStack, LuaStatus, LuaType } from "../lua-stack.js";
import type { LuaExports, LuaState, Pointer } from "./lua-exports.js";
import type { LuaHeap } from "./lua-heap.js";
import type { TableNumbers } from "./table-numbers.js";

/** Where the registry and the first upvalue of a C function lie. */
export const REGISTRY = -1_001_000;
export const UPVALUE = REGISTRY - 1;

const STATUSES: readonly LuaStatus[] = ["ok", "raised", "raised", "raised", "outOfMemory", "raised"];

/** In the order of Lua's numbers for them; light and full userdata are one. */
const TYPES: readonly LuaType[] = [
  "nil",
  "boolean",
  "userdata",
  "number",
  "string",
  "table",
  "function",
  "userdata",
  "thread",
];

const SMALLEST_INTEGER = -(2 ** 31);
const LARGEST_INTEGER = 2 ** 31 - 1;

/** What the stacks of one VM's threads share. */
export interface StackWorld {
  readonly lua: LuaExports;
  readonly heap: LuaHeap;
  readonly numbers: TableNumbers;
  /** Pushes a function of the host. */
  readonly pushFunction: (L: LuaState, f: HostFunction) => void;
  /** Runs a protected call, out of which the host's own errors come, too. */
  readonly guard: (call: () => number) => number;
}

/** The stack of a thread in wasmoon's Lua. */
export class WasmoonStack implements LuaStack {
  readonly #world: StackWorld;
  readonly #lua: LuaExports;
  readonly #heap: LuaHeap;
  readonly L: LuaState;

  constructor(world: StackWorld, L: LuaState) {
    this.#world = world;
    this.#lua = world.lua;
    this.#heap = world.heap;
    this.L = L;
  }

  get top(): number {
    return this.#lua.lua_gettop(this.L);
  }

  setTop(top: number): void {
    this.#lua.lua_settop(this.L, top);
  }

  pop(count: number): void {
    this.#lua.lua_settop(this.L, -count - 1);
  }

  remove(index: number): void {
    this.#lua.lua_rotate(this.L, index, -1);
    this.pop(1);
  }

  absolute(index: number): number {
    return this.#lua.lua_absindex(this.L, index);
  }

  ensure(slots: number): boolean {
    return this.#lua.lua_checkstack(this.L, slots) !== 0;
  }

  pushNil(): void {
    this.#lua.lua_pushnil(this.L);
  }

  pushBoolean(value: boolean): void {
    this.#lua.lua_pushboolean(this.L, value ? 1 : 0);
  }

  pushNumber(value: number): void {
    this.#lua.lua_pushnumber(this.L, value);
  }

  pushInteger(value: number): void {
    if (value >= SMALLEST_INTEGER && value <= LARGEST_INTEGER) this.#lua.lua_pushinteger(this.L, BigInt(value));
    else this.pushNumber(value);
  }

  pushText(text: string): void {
    this.#heap.lend(text, (bytes, length) => this.#lua.lua_pushlstring(this.L, bytes, length));
  }

  pushFunction(f: HostFunction): void {
    this.#world.pushFunction(this.L, f);
  }

  pushCopy(index: number): void {
    this.#lua.lua_pushvalue(this.L, index);
  }

  pushKept(reference: LuaReference): void {
    this.#lua.lua_rawgeti(this.L, REGISTRY, BigInt(reference));
  }

  keep(): LuaReference {
    return this.#lua.luaL_ref(this.L, REGISTRY);
  }

  typeAt(index: number): LuaType {
    return TYPES[this.#lua.lua_type(this.L, index)] ?? "nil";
  }

  booleanAt(index: number): boolean {
    return this.#lua.lua_toboolean(this.L, index) !== 0;
  }

  numberAt(index: number): number {
    const number = this.#lua.lua_tonumberx(this.L, index, 0);
    // It gives 0 for what is no number.
    return number !== 0 || this.typeAt(index) === "number" ? number : Number.NaN;
  }

  textAt(index: number): string {
    return this.#heap.text(this.#lua.lua_tolstring(this.L, index, this.#heap.length));
  }

  describe(index: number): string {
    const text = this.#heap.text(this.#lua.luaL_tolstring(this.L, index, this.#heap.length));
    this.pop(1);
    return text;
  }

  checkText(index: number): string {
    return this.#heap.text(this.#lua.luaL_checklstring(this.L, index, this.#heap.length));
  }

  checkNumber(index: number): number {
    return this.#lua.luaL_checknumber(this.L, index);
  }

  threadAt(index: number): WasmoonStack {
    return new WasmoonStack(this.#world, this.#lua.lua_tothread(this.L, index));
  }

  pushTable(items: number, fields: number): void {
    this.#lua.lua_createtable(this.L, items, fields);
  }

  pushGlobal(name: string): void {
    this.#lua.lua_getglobal(this.L, this.#heap.name(name));
  }

  setGlobal(name: string): void {
    this.#lua.lua_setglobal(this.L, this.#heap.name(name));
  }

  pushField(index: number, name: string): void {
    this.#lua.lua_getfield(this.L, index, this.#heap.name(name));
  }

  setField(index: number, name: string): void {
    this.#lua.lua_setfield(this.L, index, this.#heap.name(name));
  }

  setEntry(index: number): void {
    this.#lua.lua_rawset(this.L, index);
  }

  pushItem(index: number, i: number): void {
    this.#lua.lua_rawgeti(this.L, index, BigInt(i));
  }

  setItem(index: number, i: number): void {
    this.#lua.lua_rawseti(this.L, index, BigInt(i));
  }

  setNumbers(index: number, numbers: Float64Array): void {
    const table = this.absolute(index);
    const written = this.#world.numbers.write(this.#lua.lua_topointer(this.L, table), numbers);
    // Lua makes the array longer.
    for (let i = written; i < numbers.length; i++) {
      this.pushNumber(numbers[i] as number);
      this.setItem(table, i + 1);
    }
  }

  numbersAt(index: number, length: number): Float64Array {
    const numbers = new Float64Array(length);
    const table = this.absolute(index);
    const read = this.#world.numbers.read(this.#lua.lua_topointer(this.L, table), numbers);
    // What lies in the table's other part.
    for (let i = read; i < length; i++) {
      this.pushItem(table, i + 1);
      numbers[i] = this.numberAt(-1);
      this.pop(1);
    }
    return numbers;
  }

  next(index: number): boolean {
    return this.#lua.lua_next(this.L, index) !== 0;
  }

  rawLength(index: number): number {
    return this.#lua.lua_rawlen(this.L, index);
  }

  setMetatable(index: number): void {
    this.#lua.lua_setmetatable(this.L, index);
  }

  pushMetatable(index: number): boolean {
    return this.#lua.lua_getmetatable(this.L, index) !== 0;
  }

  pushMetafield(index: number, name: string): boolean {
    return this.#lua.luaL_getmetafield(this.L, index, this.#heap.name(name)) !== 0;
  }

  areSame(index1: number, index2: number): boolean {
    return this.#lua.lua_rawequal(this.L, index1, index2) !== 0;
  }

  load(code: string, chunk: string): boolean {
    return this.#heap.lend(code, (bytes, size) => this.#load(bytes, size, chunk, "t"));
  }

  loadCompiled(code: Uint8Array, chunk: string): boolean {
    return this.#heap.lendBytes(code, (bytes, size) => this.#load(bytes, size, chunk, "b"));
  }

  #load(code: Pointer, size: number, chunk: string, mode: "t" | "b"): boolean {
    const heap = this.#heap;
    return this.#lua.luaL_loadbufferx(this.L, code, size, heap.name(`@${chunk}`), heap.name(mode)) === 0;
  }

  call(args: number, results: number): void {
    this.#lua.lua_callk(this.L, args, results, 0, 0);
  }

  protectedCall(args: number, results: number, handler: number): LuaStatus {
    const status = this.#world.guard(() => this.#lua.lua_pcallk(this.L, args, results, handler, 0, 0));
    return STATUSES[status] ?? "raised";
  }

  raise(): never {
    return this.#lua.lua_error(this.L);
  }

  fail(message: string): never {
    this.#lua.luaL_where(this.L, 1);
    this.pushText(message);
    this.#lua.lua_concat(this.L, 2);
    return this.raise();
  }

  frame(level: number): LuaFrame | null {
    const { record } = this.#heap;
    if (this.#lua.lua_getstack(this.L, level, record) === 0) return null;
    this.#lua.lua_getinfo(this.L, this.#heap.name("Sl"), record);
    const { chunk, currentLine } = this.#heap.function();
    return { chunk, line: currentLine };
  }

  isDeeperThan(calls: number): boolean {
    return this.#lua.lua_getstack(this.L, calls, this.#heap.record) !== 0;
  }

  definition(): LuaFrame {
    this.#lua.lua_getinfo(this.L, this.#heap.name(">S"), this.#heap.record);
    const { chunk, lineDefined } = this.#heap.function();
    return { chunk, line: lineDefined };
  }

  traceback(level: number, of: WasmoonStack = this): string {
    const none: Pointer = 0;
    this.#lua.luaL_traceback(this.L, of.L, none, level);
    const text = this.textAt(-1);
    this.pop(1);
    return text;
  }
}
