import { PAGE_BYTES, type WasmMemory } from "../wasm-memory.js";

/** `sig` tells Emscripten's loader the types of the function. */
type Import = ((...args: never[]) => unknown) & { readonly sig?: string | undefined };
type Imports = { readonly env: Record<string, Import> };
type Instance = { readonly exports: { readonly memory: WasmMemory } };

type Instantiate = (imports: Imports, done: (instance: Instance, module: unknown) => void) => unknown;

/** WASI's "operation not permitted". */
const EPERM = 63;

/** How `system` says that there is no such command: exit code 127. */
const COMMAND_NOT_FOUND = 127 << 8;

/** Where the times of access, change and status change stand in a `struct stat`. */
const STAT_TIMES = { from: 40, to: 88 };

const SOCKET_CALLS = [
  ...["accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen"],
  ...["recvfrom", "recvmsg", "sendmsg", "sendto", "socket"],
];

/**
 * The border of CPython: everything that its WebAssembly code can ask of the world is an import, and here the imports that
 * lead out of it are replaced, before the instance is made. The clock stands still at 0, random bytes are seeded, and there
 * are no sockets, no commands, no timers, no libraries to open and no foreign functions.
 */
export class PythonBorder {
  /** Fills bytes at random. */
  #randomBytes: (bytes: Uint8Array) => void;
  #memory: WasmMemory | null = null;
  #bytesLeft = Number.POSITIVE_INFINITY;

  constructor(randomBytes: (bytes: Uint8Array) => void) {
    this.#randomBytes = randomBytes;
  }

  set randomBytes(randomBytes: (bytes: Uint8Array) => void) {
    this.#randomBytes = randomBytes;
  }

  randomByte(): number {
    const byte = new Uint8Array(1);
    this.#randomBytes(byte);
    return byte[0] as number;
  }

  /** From now on the memory may grow by so much; then Python raises a MemoryError. Null: as much as it wants. */
  set memoryLimitBytes(bytes: number | null) {
    this.#bytesLeft = bytes ?? Number.POSITIVE_INFINITY;
  }

  /** @param settings what Pyodide hands to the program that Emscripten made of CPython */
  closed<Settings extends object>(settings: Settings): Settings {
    const { instantiateWasm: instantiate } = settings as unknown as { instantiateWasm: Instantiate };
    const instantiateWasm: Instantiate = (imports, done) => {
      this.#replaceImports(imports);
      return instantiate(imports, (instance, module) => {
        this.#limitGrowth(instance.exports.memory);
        done(instance, module);
      });
    };
    return { ...settings, instantiateWasm };
  }

  #replaceImports({ env }: Imports): void {
    const worlds = [this.#clocks(), this.#randomness(), this.#fileTimes(env), machine(), refusals()];
    for (const [name, replacement] of worlds.flatMap((world) => Object.entries<Import>(world))) {
      const original = env[name];
      // Another version of Pyodide may have other ways out: better no Python than an open one.
      if (original === undefined) throw new Error(`Pyodide does not import ${name} any more`);
      env[name] = Object.assign(replacement, { sig: original.sig });
    }
  }

  #clocks() {
    return {
      emscripten_date_now: () => 0,
      emscripten_get_now: () => 0,
      clock_time_get: (_clock: number, _precision: bigint, time: number) => {
        this.#view().setBigInt64(time >>> 0, 0n, true);
        return 0;
      },
      _setitimer_js: () => 0,
    };
  }

  #randomness() {
    return {
      random_get: (at: number, length: number) => {
        this.#randomBytes(new Uint8Array(this.#buffer(), at >>> 0, length >>> 0));
        return 0;
      },
    };
  }

  /** Files of the virtual file system are as old as the clock. */
  #fileTimes(env: Imports["env"]) {
    const calls = ["__syscall_fstat64", "__syscall_lstat64", "__syscall_stat64", "__syscall_newfstatat"];
    return Object.fromEntries(
      calls.map((name) => {
        const original = env[name] as (...args: number[]) => number;
        const buffer = name === "__syscall_newfstatat" ? 2 : 1;
        const withoutTimes = (...args: number[]) => {
          const error = original(...args);
          const at = (args[buffer] as number) >>> 0;
          const { from, to } = STAT_TIMES;
          if (error === 0) new Uint8Array(this.#buffer()).fill(0, at + from, at + to);
          return error;
        };
        return [name, withoutTimes];
      }),
    );
  }

  #limitGrowth(memory: WasmMemory): void {
    this.#memory = memory;
    const grow = memory.grow.bind(memory);
    Object.defineProperty(memory, "grow", {
      value: (pages: number) => {
        const bytes = pages * PAGE_BYTES;
        if (bytes > this.#bytesLeft) throw new RangeError("memory limit");
        const before = grow(pages);
        this.#bytesLeft -= bytes;
        return before;
      },
    });
  }

  #buffer(): ArrayBuffer {
    return (this.#memory as WasmMemory).buffer;
  }

  #view(): DataView {
    return new DataView(this.#buffer());
  }
}

/** What is told about the machine, and about the user. */
function machine() {
  return { _Py_emscripten_runtime: () => 0, __syscall_getuid32_js: () => 0, __syscall_umask_js: () => 0 };
}

function refusals() {
  return {
    ...Object.fromEntries(SOCKET_CALLS.map((name) => [`__syscall_${name}`, () => -EPERM])),
    ffi_call_js: noForeignFunctions,
    ffi_prep_closure_loc_js: noForeignFunctions,
    ffi_closure_alloc_js: () => 0,
    _emscripten_system: () => COMMAND_NOT_FOUND,
    _dlopen_js: () => 0,
    _emscripten_dlopen_js: () => 0,
    _dlsym_js: () => 0,
  };
}

/** There is no error code to give back: this ends the interpreter. */
function noForeignFunctions(): never {
  throw new Error("a script cannot call foreign functions");
}
