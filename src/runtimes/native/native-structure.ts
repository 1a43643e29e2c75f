import koffi from "koffi";
import { MODULE_ABI } from "./module-host.js";
import type { Address } from "./native-library.js";

/** How every structure begins that a module's `create` gives; functions follow. */
const HEAD = koffi.struct({ size: "size_t", abiVersion: "uint32_t", destroy: "void *" });
/** Beyond any version's: what says so is no such structure. */
const LARGEST = 4096;
const DESTROY = koffi.proto("void", ["void *"]);

/** An instance as its module gave it: where its functions are. */
export interface NativeStructure {
  readonly self: Address;
  /** By name, those that it has. */
  readonly functions: ReadonlyMap<string, Address>;
  destroy(): void;
}

/**
 * @param names the functions of the kind's structure, in its order; an older module's structure may end before the last
 * @returns what is wrong with the structure, if anything
 */
export function readStructure(self: Address, names: readonly string[]): NativeStructure | string {
  const { size, abiVersion, destroy } = koffi.decode(self, HEAD);
  const head = koffi.sizeof(HEAD);
  if (size < head || size > LARGEST || abiVersion !== MODULE_ABI) {
    return `what its create() returned has another layout than this workbench (size ${size}, ABI version ${abiVersion})`;
  }
  const count = Math.min(names.length, Math.floor((size - head) / koffi.sizeof("void *")));
  const addresses = (count === 0 ? [] : koffi.decode(self, head, "void *", count)) as (Address | null)[];
  const functions = new Map<string, Address>();
  for (const [i, address] of addresses.entries()) if (address !== null) functions.set(names[i] as string, address);
  return {
    self,
    functions,
    destroy: () => {
      if (destroy !== null) koffi.decode(destroy, DESTROY)(self);
    },
  };
}
