import type { ModuleParameter } from "../module-parameter.js";

/**
 * The port of a module of kind TestModule (M30, D8): what the module system itself is tried with. Numbers of type int are
 * 32 bits wide.
 */
export interface TestModule {
  /** @param a one character, as C's char */
  foo(a: string, b: number): number;
  /** @param a of single precision */
  bar(a: number, b: number): number;
  baz(a: number, b: number): number;
  /** Those that create() was given, unchanged (M28, M29). */
  parameters(): readonly ModuleParameter[];
}

/** What is known of one method before any module is loaded. `input` is by name, in the order of the C signature. */
export interface TestModuleMethod {
  readonly since: string;
  readonly input: Readonly<Record<string, "char" | "int" | "float" | "double">>;
  readonly result: "int" | "parameters";
  readonly asynchronous: false;
}

export const TEST_MODULE_METHODS = {
  foo: { since: "0.21.0", input: { a: "char", b: "int" }, result: "int", asynchronous: false },
  bar: { since: "0.21.0", input: { a: "float", b: "double" }, result: "int", asynchronous: false },
  baz: { since: "0.21.0", input: { a: "int", b: "int" }, result: "int", asynchronous: false },
  parameters: { since: "0.21.0", input: {}, result: "parameters", asynchronous: false },
} as const satisfies Record<keyof TestModule, TestModuleMethod>;
