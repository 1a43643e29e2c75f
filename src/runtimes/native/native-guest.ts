import koffi from "koffi";
import type { ExtraTrigger } from "../../allocator/allocator.js";
import { AllocatorFailure } from "../../allocator/failure.js";
import { oneLine } from "../../base/one-line.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../guest.js";
import { type Address, NativeLibraryError, NativeModule, STRINGS } from "./native-library.js";

/** The layouts of workbench/allocator.h. */
const RESOURCE_KEY = koffi.struct({
  text: "const char *",
  name: "const char *",
  plain: "int32_t",
  reservation: "int32_t",
  revocable: "bool",
});
const ALLOCATOR_SETUP = koffi.struct({
  size: "size_t",
  agentCount: "size_t",
  agents: STRINGS,
  frameworkCount: "size_t",
  frameworks: STRINGS,
  roleCount: "size_t",
  roles: STRINGS,
  resourceKeyCount: "size_t",
  resourceKeys: koffi.pointer(RESOURCE_KEY),
  allocationInterval: "int64_t",
  minAllocatableLength: "size_t",
  minAllocatable: koffi.pointer("double"),
  fairnessExcludeCount: "size_t",
  fairnessExclude: STRINGS,
  filterGpuResources: "bool",
  seed: "uint32_t",
  countLentInShares: "bool",
});
const FUNCTIONS = {
  setup: koffi.proto("int32_t", ["void *", koffi.pointer(ALLOCATOR_SETUP)]),
  addResourceKeys: koffi.proto("int32_t", ["void *", koffi.pointer(RESOURCE_KEY), "size_t"]),
  decide: koffi.proto("int64_t", ["void *", "const double *", "size_t"]),
  output: koffi.proto("void *", ["void *"]),
  lastError: koffi.proto("const char *", ["void *"]),
  destroy: koffi.proto("void", ["void *"]),
};
/** Beyond what every allocator has. */
const TEXTS = koffi.proto("void *", ["void *"]);
const ALLOCATOR = koffi.struct({
  size: "size_t",
  abiVersion: "uint32_t",
  setup: "void *",
  addResourceKeys: "void *",
  decide: "void *",
  output: "void *",
  lastError: "void *",
  destroy: "void *",
});
const TEXTS_AT = koffi.sizeof(ALLOCATOR);
const POINTER_BYTES = koffi.sizeof("void *");

const ABI_VERSION = 1;
const TRIGGER_BITS: readonly (readonly [number, ExtraTrigger])[] = [
  [1, "recoverResources"],
  [2, "requestResources"],
];

interface AllocatorFunctions {
  setup(self: Address, setup: object): number;
  addResourceKeys(self: Address, keys: readonly GuestResourceKey[], count: number): number;
  decide(self: Address, input: Float64Array, count: number): number;
  output(self: Address): Address;
  lastError(self: Address): string | null;
  destroy(self: Address): void;
  texts(self: Address): Address | null;
}

const NO_DOUBLES = new Float64Array(0);

/** Memory of the module's own. */
interface NativeDoubles {
  readonly address: Address;
  readonly doubles: Float64Array;
}

/** @throws AllocatorFailure `loadFailed` */
export function loadNativeGuest(library: string, symbol: string, parameters: readonly ModuleParameter[]): Guest {
  const place = `${library}#${symbol}`;
  const module = openModule(library, symbol);
  if (module.header.create === null) throw new AllocatorFailure("loadFailed", `${place}: it has no create()`);
  const self = module.create(parameters);
  if (self === null) throw new AllocatorFailure("loadFailed", `${place}: its create() returned no allocator`);
  return new NativeGuest(place, self);
}

function openModule(library: string, symbol: string): NativeModule {
  try {
    return new NativeModule(library, symbol);
  } catch (error) {
    if (!(error instanceof NativeLibraryError)) throw error;
    throw new AllocatorFailure("loadFailed", `${library}: ${error.message}`);
  }
}

/** An allocator in C, called directly: it has no limits but those of the process around it. */
class NativeGuest implements Guest {
  readonly #place: string;
  readonly #self: Address;
  readonly #functions: AllocatorFunctions;
  #output: NativeDoubles = { address: 0n, doubles: NO_DOUBLES };

  constructor(place: string, self: Address) {
    this.#place = place;
    this.#self = self;
    this.#functions = allocatorFunctions(place, self);
  }

  setup(setup: GuestSetup): readonly ExtraTrigger[] {
    const bits = this.#checked(this.#functions.setup(this.#self, nativeSetup(setup)));
    return TRIGGER_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, trigger]) => trigger);
  }

  addResourceKeys(keys: readonly GuestResourceKey[]): void {
    this.#checked(this.#functions.addResourceKeys(this.#self, keys, keys.length));
  }

  decide(input: Float64Array): Float64Array {
    const count = this.#checked(this.#functions.decide(this.#self, input, input.length));
    return count === 0 ? NO_DOUBLES : this.#outputOf(count);
  }

  takeTexts(): readonly string[] {
    const list = this.#functions.texts(this.#self);
    const texts: string[] = [];
    if (list === null) return texts;
    for (;;) {
      const text = koffi.decode(list, texts.length * POINTER_BYTES, "const char *") as string | null;
      if (text === null) return texts;
      texts.push(text);
    }
  }

  close(): void {
    this.#functions.destroy(this.#self);
  }

  /** The list mostly stands where it stood the last time, and to view memory costs more than a small cycle. */
  #outputOf(count: number): Float64Array {
    const address = this.#functions.output(this.#self);
    if (address !== this.#output.address || count > this.#output.doubles.length) {
      const doubles = new Float64Array(koffi.view(address, count * Float64Array.BYTES_PER_ELEMENT));
      this.#output = { address, doubles };
    }
    return this.#output.doubles.subarray(0, count);
  }

  #checked(result: number): number {
    if (result >= 0) return result;
    const reason = this.#functions.lastError(this.#self) ?? "it gave no reason";
    throw new AllocatorFailure("threw", `${this.#place}: ${oneLine(reason)}`);
  }
}

function allocatorFunctions(place: string, self: Address): AllocatorFunctions {
  const fields = koffi.decode(self, ALLOCATOR) as Record<string, number | Address | null>;
  if ((fields.size as number) < koffi.sizeof(ALLOCATOR) || fields.abiVersion !== ABI_VERSION) {
    const found = `size ${fields.size}, ABI version ${fields.abiVersion}`;
    throw new AllocatorFailure(
      "loadFailed",
      `${place}: its allocator has another layout than this workbench (${found})`,
    );
  }
  const decoded = Object.entries(FUNCTIONS).map(([name, prototype]) => {
    if (fields[name] === null) throw new AllocatorFailure("loadFailed", `${place}: its allocator has no ${name}()`);
    return [name, koffi.decode(fields[name], prototype)];
  });
  return Object.fromEntries([...decoded, ["texts", textsFunction(self, fields.size as number)]]) as AllocatorFunctions;
}

/** An allocator that was compiled against an older header has none. */
function textsFunction(self: Address, size: number): AllocatorFunctions["texts"] {
  const address = size < TEXTS_AT + POINTER_BYTES ? null : (koffi.decode(self, TEXTS_AT, "void *") as Address | null);
  return address === null ? () => null : (koffi.decode(address, TEXTS) as AllocatorFunctions["texts"]);
}

function nativeSetup({ agents, frameworks, roles, resourceKeys, options, seed }: GuestSetup): object {
  const minAllocatable = Float64Array.from(
    options.minAllocatable.flatMap((alternative) => [alternative.length, ...alternative.flat()]),
  );
  return {
    size: koffi.sizeof(ALLOCATOR_SETUP),
    agentCount: agents.length,
    agents,
    frameworkCount: frameworks.length,
    frameworks,
    roleCount: roles.length,
    roles,
    resourceKeyCount: resourceKeys.length,
    resourceKeys,
    allocationInterval: options.allocationInterval,
    minAllocatableLength: minAllocatable.length,
    minAllocatable,
    fairnessExcludeCount: options.fairnessExclude.length,
    fairnessExclude: options.fairnessExclude,
    filterGpuResources: options.filterGpuResources,
    seed,
    countLentInShares: options.countLentInShares,
  };
}
