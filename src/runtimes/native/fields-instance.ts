import koffi from "koffi";
import type { ModuleCall } from "../../kinds/module-call.js";
import type { ModuleInstance } from "../../kinds/module-instance.js";
import { ready } from "../../kinds/outcome.js";
import { ModuleHost } from "./module-host.js";
import type { ModuleWorld } from "./module-world.js";
import { FIELDS, nativeFields } from "./native-fields.js";
import type { Address } from "./native-library.js";
import type { NativeStructure } from "./native-structure.js";

type Method = (self: Address, host: Address, token: number, input: object) => void;

const METHOD = koffi.proto("void", ["void *", "void *", "uint64_t", koffi.pointer(FIELDS)]);

/** An instance of any kind whose methods take fields, and answer by a token now or later. */
export class FieldsInstance implements ModuleInstance {
  readonly methods: readonly string[];
  readonly #structure: NativeStructure;
  readonly #functions: ReadonlyMap<string, Method>;
  readonly #host: ModuleHost;

  constructor(structure: NativeStructure, world: ModuleWorld) {
    this.methods = [...structure.functions.keys()];
    this.#structure = structure;
    this.#functions = new Map(
      [...structure.functions].map(([name, address]) => [name, koffi.decode(address, METHOD) as Method]),
    );
    this.#host = new ModuleHost(world);
  }

  /** What the module does not have says nothing. */
  readonly call: ModuleCall = (method, input, complete) => {
    const run = this.#functions.get(method);
    if (run === undefined) return complete(ready(null));
    const fields = nativeFields(input);
    if (fields.kind !== "ready") return complete(fields);
    this.#host.call((token) => run(this.#structure.self, this.#host.address, token, fields.value), complete);
  };

  close(): void {
    this.#host.close();
    this.#structure.destroy();
  }
}
