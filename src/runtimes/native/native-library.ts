import koffi, { type LibraryHandle, type TypeObject } from "koffi";
import type { ModuleHeader } from "../../kinds/module-header.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import { noteNativeCode } from "./native-presence.js";
import { printByLine } from "./print-by-line.js";

/** An address in this process. */
export type Address = bigint;

export const STRINGS: TypeObject = koffi.pointer("const char *");

export const PARAMETERS: TypeObject = koffi.struct({
  size: "size_t",
  module: "void *",
  count: "size_t",
  keys: STRINGS,
  values: STRINGS,
});

/** `ModuleBase` of workbench/module.h: its seven Mesos fields, and `create`. */
const MODULE_BASE = koffi.struct({
  moduleApiVersion: "const char *",
  mesosVersion: "const char *",
  kind: "const char *",
  authorName: "const char *",
  authorEmail: "const char *",
  description: "const char *",
  compatible: "void *",
  create: "void *",
});

const COMPATIBLE = koffi.proto("bool", []);
const CREATE = koffi.proto("void *", [koffi.pointer(PARAMETERS)]);

/** Why a library or a module in it cannot be opened. */
export class NativeLibraryError extends Error {
  readonly missing: "library" | "symbol";

  constructor(missing: "library" | "symbol", message: string) {
    super(message);
    this.name = "NativeLibraryError";
    this.missing = missing;
  }
}

/** Holds every library that was opened: koffi closes one that nothing refers to, and with it goes the code behind the pointers. */
const OPEN_LIBRARIES: unknown[] = [];

/** An open library. It is never closed: code of it may be referred to until the process ends (M22). */
export class NativeLibrary {
  readonly #handle: LibraryHandle;

  /**
   * Runs the library's constructors, which may crash this process.
   * @param library as `dlopen` takes it: with a `/` a path, else looked up by the system (M18)
   * @throws NativeLibraryError
   */
  constructor(library: string) {
    // The loader takes an empty name for the program itself.
    if (library === "") throw new NativeLibraryError("library", "the name is empty");
    noteNativeCode();
    printByLine();
    this.#handle = orMissing("library", () => koffi.load(library));
    OPEN_LIBRARIES.push(this.#handle);
  }

  /** @throws NativeLibraryError */
  addressOf(symbol: string): Address {
    return orMissing("symbol", () => this.#handle.symbol(symbol)) as Address;
  }
}

/** A module in an open library. */
export class NativeModule {
  readonly address: Address;
  readonly header: ModuleHeader;

  /** @throws NativeLibraryError */
  constructor(library: NativeLibrary | string, symbol: string) {
    const opened = typeof library === "string" ? new NativeLibrary(library) : library;
    this.address = opened.addressOf(symbol);
    this.header = koffi.decode(this.address, MODULE_BASE) as ModuleHeader;
  }

  /** Calls the module's `compatible`. */
  isCompatible(): boolean {
    return (koffi.decode(this.header.compatible, COMPATIBLE) as () => boolean)();
  }

  /** @returns what the module's `create` gives, null when it refuses */
  create(parameters: readonly ModuleParameter[]): Address | null {
    const create = koffi.decode(this.header.create, CREATE) as (parameters: object) => Address | null;
    return create({
      size: koffi.sizeof(PARAMETERS),
      module: this.address,
      count: parameters.length,
      keys: parameters.map(({ key }) => key),
      values: parameters.map(({ value }) => value),
    });
  }
}

function orMissing<T>(what: "library" | "symbol", open: () => T): T {
  try {
    return open();
  } catch (error) {
    // What is left is the system loader's own message.
    throw new NativeLibraryError(what, (error as Error).message.replace(/^Failed to load shared library: /, ""));
  }
}
