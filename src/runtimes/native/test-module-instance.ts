import koffi, { type TypeObject } from "koffi";
import { oneLine } from "../../base/one-line.js";
import type { ModuleCall } from "../../kinds/module-call.js";
import type { ModuleInstance } from "../../kinds/module-instance.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import { failed, type Outcome, ready } from "../../kinds/outcome.js";
import { type Address, PARAMETERS } from "./native-library.js";
import type { NativeStructure } from "./native-structure.js";

const PROTOTYPES: Readonly<Record<string, TypeObject>> = {
  foo: koffi.proto("int", ["void *", "char", "long"]),
  bar: koffi.proto("int", ["void *", "float", "double"]),
  baz: koffi.proto("int", ["void *", "int", "int"]),
  parameters: koffi.proto("void *", ["void *"]),
  lastError: koffi.proto("const char *", ["void *"]),
};

/** What the structure has beyond the methods of the kind. */
export const TEST_MODULE_EXTRAS: readonly string[] = ["lastError"];

interface Numbers {
  readonly a: string | number;
  readonly b: number;
}

/** Absent are those that the module has not. */
interface TestModuleFunctions {
  readonly foo?: (self: Address, a: number, b: number) => number;
  readonly bar?: (self: Address, a: number, b: number) => number;
  readonly baz?: (self: Address, a: number, b: number) => number;
  readonly parameters?: (self: Address) => Address | null;
  readonly lastError?: (self: Address) => string | null;
}

/** A TestModule, whose functions are called as they are: no fields, no tokens. */
export class TestModuleInstance implements ModuleInstance {
  readonly methods: readonly string[];
  readonly #structure: NativeStructure;
  readonly #functions: TestModuleFunctions;
  readonly #given: readonly ModuleParameter[];

  /** @param given what create() was given: the answer of a module that leaves `parameters` to the host */
  constructor(structure: NativeStructure, given: readonly ModuleParameter[]) {
    this.#structure = structure;
    this.#given = given;
    const own = [...structure.functions.keys()].filter((name) => !TEST_MODULE_EXTRAS.includes(name));
    this.methods = own.includes("parameters") ? own : [...own, "parameters"];
    this.#functions = Object.fromEntries(
      [...structure.functions].map(([name, address]) => [name, koffi.decode(address, PROTOTYPES[name] as TypeObject)]),
    );
  }

  readonly call: ModuleCall = (method, input, complete) => {
    const value = this.#answer(method, input as Numbers);
    const error = this.#functions.lastError?.(this.#structure.self) ?? null;
    complete(error === null ? value : failed(oneLine(error)));
  };

  close(): void {
    this.#structure.destroy();
  }

  #answer(method: string, { a, b }: Numbers): Outcome<unknown> {
    const { self } = this.#structure;
    const { foo, bar, baz, parameters } = this.#functions;
    if (method === "foo" && foo !== undefined) {
      const char = charOf(a);
      return char === null ? failed("foo takes one character of one byte") : ready(foo(self, char, b));
    }
    if (method === "bar" && bar !== undefined) return ready(bar(self, a as number, b));
    if (method === "baz" && baz !== undefined) return ready(baz(self, a as number, b));
    if (method !== "parameters") return ready(null);
    return ready(parameters === undefined ? this.#given : readParameters(parameters(self)));
  }
}

/** As a C char on this machine, which is signed. */
function charOf(text: string | number): number | null {
  const code = typeof text === "string" && text.length === 1 ? text.charCodeAt(0) : 256;
  return code > 255 ? null : (code << 24) >> 24;
}

function readParameters(address: Address | null): ModuleParameter[] {
  const { count, keys, values } = address === null ? { count: 0 } : koffi.decode(address, PARAMETERS);
  if (count === 0) return [];
  const [keyTexts, valueTexts] = [keys, values].map((texts) => koffi.decode(texts, "const char *", count) as string[]);
  return (keyTexts as string[]).map((key, i) => ({ key, value: valueTexts?.[i] ?? "" }));
}
