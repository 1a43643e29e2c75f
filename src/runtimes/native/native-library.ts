import koffi, { type TypeObject } from "koffi";

/** An address in this process. */
export type Address = bigint;

/** `ModuleBase` of workbench/module.h: its seven Mesos fields, and `create`. Function addresses are not called yet. */
export interface ModuleHeader {
  readonly moduleApiVersion: string | null;
  readonly mesosVersion: string | null;
  readonly kind: string | null;
  readonly authorName: string | null;
  readonly authorEmail: string | null;
  readonly description: string | null;
  readonly compatible: Address | null;
  readonly create: Address | null;
}

export const STRINGS: TypeObject = koffi.pointer("const char *");

export const PARAMETERS: TypeObject = koffi.struct({
  size: "size_t",
  module: "void *",
  count: "size_t",
  keys: STRINGS,
  values: STRINGS,
});

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

/** A module in an open library. Libraries are never closed: code of theirs may be referred to until the process ends (M22). */
export class NativeModule {
  readonly address: Address;
  readonly header: ModuleHeader;

  /**
   * Runs the library's constructors, which may crash this process.
   * @param library as `dlopen` takes it: with a `/` a path, else looked up by the system (M18)
   * @throws NativeLibraryError
   */
  constructor(library: string, symbol: string) {
    const handle = orMissing("library", () => koffi.load(library));
    OPEN_LIBRARIES.push(handle);
    this.address = orMissing("symbol", () => handle.symbol(symbol)) as Address;
    this.header = koffi.decode(this.address, MODULE_BASE) as ModuleHeader;
  }

  /** Calls the module's `compatible`. */
  isCompatible(): boolean {
    return (koffi.decode(this.header.compatible, COMPATIBLE) as () => boolean)();
  }

  /** @returns what the module's `create` gives, null when it refuses */
  create(parameters: readonly (readonly [key: string, value: string])[]): Address | null {
    const create = koffi.decode(this.header.create, CREATE) as (parameters: object) => Address | null;
    return create({
      size: koffi.sizeof(PARAMETERS),
      module: this.address,
      count: parameters.length,
      keys: parameters.map(([key]) => key),
      values: parameters.map(([, value]) => value),
    });
  }
}

function orMissing<T>(what: "library" | "symbol", open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new NativeLibraryError(what, (error as Error).message);
  }
}
