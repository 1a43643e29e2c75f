/** A Lua value that is kept: its number in the registry. */
export type LuaReference = number;

export type LuaType = "nil" | "boolean" | "userdata" | "number" | "string" | "table" | "function" | "thread";

/** How a protected call has ended. */
export type LuaStatus = "ok" | "raised" | "outOfMemory";

/** A function of the host that scripts call: its arguments lie on the stack. @returns how many results it has pushed */
export type HostFunction = (stack: LuaStack) => number;

/** A place in the code of a function. */
export interface LuaFrame {
  /** The name that its code was loaded under. */
  readonly chunk: string;
  /** -1 for what has no lines. */
  readonly line: number;
}

/**
 * The stack of one thread of a Lua VM: what the host uses of Lua's own C interface, whichever engine is behind it. An
 * index counts from 1 at the bottom, from -1 at the top. Numbers cross as floats, since the integers of one of the
 * engines have 32 bits.
 */
export interface LuaStack {
  readonly top: number;
  setTop(top: number): void;
  pop(count: number): void;
  remove(index: number): void;
  /** The same place counted from the bottom. */
  absolute(index: number): number;
  /** Makes room: needed for what grows with the data. @returns whether there is any */
  ensure(slots: number): boolean;

  pushNil(): void;
  pushBoolean(value: boolean): void;
  /** As a float. */
  pushNumber(value: number): void;
  /** A whole number: as an integer where it has 32 bits, otherwise as a float. */
  pushInteger(value: number): void;
  pushText(text: string): void;
  pushFunction(f: HostFunction): void;
  pushCopy(index: number): void;
  pushKept(reference: LuaReference): void;
  /** Takes the value on top into keeping. */
  keep(): LuaReference;

  typeAt(index: number): LuaType;
  booleanAt(index: number): boolean;
  /** NaN for what is no number. */
  numberAt(index: number): number;
  /** The text of a string or number. */
  textAt(index: number): string;
  /** Any value as `tostring` gives it. @throws what a metamethod raises */
  describe(index: number): string;
  /** The argument of a host function. Raises an error when it is something else. */
  checkText(index: number): string;
  checkNumber(index: number): number;
  /** The stack of a thread that lies there. */
  threadAt(index: number): LuaStack;

  pushTable(items: number, fields: number): void;
  pushGlobal(name: string): void;
  /** Takes the value on top. */
  setGlobal(name: string): void;
  pushField(index: number, name: string): void;
  /** Takes the value on top. */
  setField(index: number, name: string): void;
  /** Takes key and value on top; no metamethod. */
  setEntry(index: number): void;
  /** No metamethod. */
  pushItem(index: number, i: number): void;
  /** Takes the value on top; no metamethod. */
  setItem(index: number, i: number): void;
  /** Writes a sequence of floats from 1 on. */
  setNumbers(index: number, numbers: Float64Array): void;
  /** Reads a sequence from 1 on; NaN for what is no number. */
  numbersAt(index: number, length: number): Float64Array;
  /** Replaces the key on top by the next key and its value, or by nothing at the end. @returns whether there is one */
  next(index: number): boolean;
  rawLength(index: number): number;
  /** Takes the table on top. */
  setMetatable(index: number): void;
  /** Pushes nothing when there is none. */
  pushMetatable(index: number): boolean;
  /** Pushes nothing when there is none. */
  pushMetafield(index: number, name: string): boolean;
  areSame(index1: number, index2: number): boolean;

  /** Pushes the function that the code is, or a message. Binary code is refused. @returns whether it is a function */
  load(code: string, chunk: string): boolean;
  /** Pushes the function that this engine has compiled before, or a message. Never for a script's code: it may crash the VM. */
  loadCompiled(code: Uint8Array, chunk: string): boolean;
  /** Calls the function below its arguments; an error goes on to who called the host's function. */
  call(args: number, results: number): void;
  /** @param handler where a function lies that is given the error while its stack still stands */
  protectedCall(args: number, results: number, handler: number): LuaStatus;
  /** Raises the value on top. */
  raise(): never;
  /** Raises an error that is blamed on the line that called the host's function. */
  fail(message: string): never;
  /** What is being called there; null where nothing is. 0 is the innermost. */
  frame(level: number): LuaFrame | null;
  /** Whether more calls than that are within each other here. */
  isDeeperThan(calls: number): boolean;
  /** Where the function on top is defined; takes it away. */
  definition(): LuaFrame;
  /** Lua's own account of what is being called from that level on, here or in another thread. */
  traceback(level: number, of?: LuaStack): string;
}
